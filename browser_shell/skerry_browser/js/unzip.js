// Files out of a zip file, unpacked by the browser's own code while Python is not there yet.

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_SIZE = 22;
const STORED = 0;

/**
 * @param {Uint8Array<ArrayBuffer>} bytes a zip file without encryption, under 4 GB
 * @returns {Promise<[string, Uint8Array<ArrayBuffer>][]>} names and contents of its files; rejects for what is none
 */
export async function unzip(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - END_SIZE;
  while (end >= 0 && view.getUint32(end, true) !== END) end--;
  if (end < 0) throw new Error("it has no directory, so it is no zip file");
  /** @type {Promise<[string, Uint8Array<ArrayBuffer>]>[]} */
  const files = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (view.getUint32(at, true) !== ENTRY) throw new Error("its directory is damaged");
    const nameSize = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameSize));
    if (!name.endsWith("/")) files.push(content(bytes, view, at).then((data) => [name, data]));
    at += 46 + nameSize + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return Promise.all(files);
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {DataView} view
 * @param {number} at where the directory's entry is
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function content(bytes, view, at) {
  const local = view.getUint32(at + 42, true);
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const packed = bytes.subarray(start, start + view.getUint32(at + 20, true));
  if (view.getUint16(at + 10, true) === STORED) return packed;
  const { readable, writable } = new DecompressionStream("deflate-raw");
  const writer = writable.getWriter(); // a Blob's stream would go through another process, file by file
  for (const done of [writer.write(packed), writer.close()]) done.catch(() => {}); // what is wrong, its reader is told
  return new Uint8Array(await new Response(readable).arrayBuffer());
}
