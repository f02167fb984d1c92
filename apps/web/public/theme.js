// Runs before the first paint, as a file of its own so that the content security policy needs no inline script.
(() => {
  let choice = 'system';
  try {
    choice = localStorage.getItem('atrium.theme') || 'system';
  } catch {}
  const dark =
    choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
