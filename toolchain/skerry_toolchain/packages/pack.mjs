// Packs files with Zstandard, as small as it can: node pack.mjs <file> <its packed form> ...

import { readFileSync, writeFileSync } from "node:fs";
import { constants as zstd, zstdCompressSync } from "node:zlib";

const LEVEL = 22;
const places = process.argv.slice(2);
for (let i = 0; i < places.length; i += 2) {
  const content = readFileSync(places[i]);
  const params = { [zstd.ZSTD_c_compressionLevel]: LEVEL, [zstd.ZSTD_c_contentSizeFlag]: 1, [zstd.ZSTD_c_checksumFlag]: 1 };
  writeFileSync(places[i + 1], zstdCompressSync(content, { pledgedSrcSize: content.length, params }));
}
