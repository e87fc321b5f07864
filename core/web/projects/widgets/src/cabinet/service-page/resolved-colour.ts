/** The colour behind a token as plain red, green and blue, for a drawing library that knows nothing newer. */
export function resolvedColour(place: HTMLElement, token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  place.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  const pixel = new OffscreenCanvas(1, 1).getContext('2d');
  if (!pixel) return colour;
  pixel.fillStyle = colour;
  pixel.fillRect(0, 0, 1, 1);
  const [red, green, blue] = pixel.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}
