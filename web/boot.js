// The theme that was chosen here before, ahead of the first paint; then the application.
try {
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; the system's preference holds then.
}
const { default: init } = await import("./connlint_web.js");
await init({ module_or_path: "./connlint_web_bg.wasm" });
