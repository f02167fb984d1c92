export function GalleryShell() {
  return null;
}
