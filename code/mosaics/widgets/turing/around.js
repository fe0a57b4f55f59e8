// What happens around a lab: whether it is on the screen, and which colours the page has.

/**
 * What hears of it: whether it is seen, whether the tab is, and that colours have changed
 * @typedef {{ looked(seen: boolean): void, woke(): void, recolour(): void }} Heard
 */

/** Watches until the function that it returns is called. @param {Element} el @param {Heard} on */
export function watch(el, on) {
  const eye = new IntersectionObserver(([entry]) => on.looked(entry.isIntersecting)),
    themes = new MutationObserver(() => on.recolour()),
    media = ["print", "(forced-colors: active)"].map((query) => matchMedia(query)),
    woke = () => on.woke();
  eye.observe(el);
  for (const each of [document.documentElement, document.body])
    themes.observe(each, { attributes: true });
  for (const medium of media) medium.onchange = () => on.recolour();
  document.addEventListener("visibilitychange", woke);
  return () => {
    eye.disconnect();
    themes.disconnect();
    for (const medium of media) medium.onchange = null;
    document.removeEventListener("visibilitychange", woke);
  };
}
