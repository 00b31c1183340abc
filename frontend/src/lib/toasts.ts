// Toasts leave by themselves, errors later than the rest; hovering keeps them.
import { all, once } from "./dom";

export function enhanceToasts(root: ParentNode): void {
  const found = all<HTMLElement>(root, ".toast");
  if (root instanceof HTMLElement && root.matches(".toast")) found.push(root);
  for (const toast of found) {
    if (!once(toast, "toast")) continue;
    const seconds = toast.classList.contains("toast-error") ? 8 : 4;
    let timer = 0;
    const leave = (): void => {
      timer = window.setTimeout(() => {
        toast.remove();
      }, seconds * 1000);
    };
    toast.addEventListener("mouseenter", () => {
      window.clearTimeout(timer);
    });
    toast.addEventListener("mouseleave", leave);
    leave();
  }
}

/** Shows a text from the page's own script, e.g. when the network is gone. */
export function showToast(text: string): void {
  const toast = document.createElement("div");
  toast.className = "toast toast-error";
  toast.textContent = text;
  document.getElementById("toasts")?.append(toast);
  enhanceToasts(toast);
}
