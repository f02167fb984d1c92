const COPIED = [
  'boxSizing',
  'width',
  'borderTopWidth',
  'borderLeftWidth',
  'borderRightWidth',
  'paddingTop',
  'paddingRight',
  'paddingBottom',
  'paddingLeft',
  'fontFamily',
  'fontSize',
  'fontWeight',
  'letterSpacing',
  'lineHeight',
  'tabSize',
] as const;

/** Where a character of a text field stands, from the field's top left corner, under its line. */
export function caretPlace(field: HTMLTextAreaElement, index: number): { left: number; top: number } {
  const style = getComputedStyle(field);
  const mirror = document.createElement('div');
  for (const name of COPIED) mirror.style[name] = style[name];
  Object.assign(mirror.style, {
    position: 'absolute',
    visibility: 'hidden',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'break-word',
  });
  mirror.textContent = field.value.slice(0, index);
  const mark = document.createElement('span');
  mark.textContent = field.value.slice(index) || '.';
  mirror.append(mark);
  document.body.append(mirror);
  const left = mark.offsetLeft;
  const top = mark.offsetTop + Number.parseFloat(style.lineHeight) - field.scrollTop;
  mirror.remove();
  return { left, top };
}
