// Two hundred circles that follow the pointer, in plain JavaScript.
const stage = document.querySelector("#stage");
const circles = Array.from({ length: 200 }, (_, i) => {
  const circle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  circle.setAttribute("r", 4);
  stage.append(circle);
  return { circle, x: Math.cos(i) * (20 + i), y: Math.sin(i) * (20 + i) };
});
const show = (left, top) => {
  for (const { circle, x, y } of circles) {
    circle.setAttribute("cx", (left + x).toFixed(1));
    circle.setAttribute("cy", (top + y).toFixed(1));
  }
};
show(300, 300);
stage.addEventListener("pointermove", (event) => show(event.clientX, event.clientY));
