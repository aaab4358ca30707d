/** Says whether the mouse is over the box of an element. */

export function isWithin(element: Element, { clientX: x, clientY: y }: MouseEvent): boolean {
  const { bottom, left, right, top } = element.getBoundingClientRect();
  return x >= left && x <= right && y >= top && y <= bottom;
}
