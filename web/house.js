// The theme drops the keyboard's focus when its colour switch is pressed; a reader who uses keys keeps it here.
document.addEventListener("click", (event) => {
  const button = event.detail === 0 && event.target.closest?.(".theme-switch-button");
  if (button) setTimeout(() => button.focus());
});
