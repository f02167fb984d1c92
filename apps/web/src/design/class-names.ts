import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

// Our scales have names of their own; without them the merge takes `text-13` for a colour.
const merge = extendTailwindMerge<'layer'>({
  override: {
    theme: {
      text: ['initials', 'code', '11', '12', '13', '14', '15', '16', '20', '28', 'display'],
      radius: ['mark', 'control', 'card'],
      shadow: ['float'],
    },
  },
  extend: {
    classGroups: { layer: [{ z: ['sticky', 'panel', 'bar', 'dialog', 'float', 'toast'] }] },
  },
});

/** Joins class names; of two that set the same thing, the later wins. */
export function classNames(...inputs: ClassValue[]): string {
  return merge(clsx(inputs));
}
