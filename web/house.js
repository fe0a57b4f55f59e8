// The theme drops the keyboard's focus when its colour switch is pressed; a reader who uses keys gets it back here, at
// once: a second key that comes sooner would press nothing.
document.addEventListener("click", (event) => {
  const button = event.detail === 0 && event.target.closest?.(".theme-switch-button");
  if (button) button.focus();
});

// Paper is light: while a page is printed, or looked at as print, a dark one is light. Its code, figures and labs follow.
const root = document.documentElement;
function onPaper(yes) {
  if (yes && root.dataset.theme === "dark") root.dataset.theme = "light", root.dataset.wasDark = "";
  if (!yes && "wasDark" in root.dataset) root.dataset.theme = "dark", delete root.dataset.wasDark;
}
addEventListener("beforeprint", () => onPaper(true));
addEventListener("afterprint", () => onPaper(false));
matchMedia("print").addEventListener("change", (event) => onPaper(event.matches));
