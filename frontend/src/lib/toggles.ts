// Buttons that are on or off: like, follow. `data-toggle` is where the change is sent.
import { post } from "./dom";
import { showToast } from "./toasts";

/** Presses a like or follow: shown at once, taken back when the market says no. */
async function toggle(button: HTMLElement): Promise<void> {
  const was = button.getAttribute("aria-pressed") === "true";
  const figure = button.querySelector<HTMLElement>("[data-figure]");
  button.setAttribute("aria-pressed", String(!was));
  try {
    const response = await post(button.dataset["toggle"] ?? "", { on: was ? "" : "1" });
    if (response.status === 401) {
      const here = encodeURIComponent(window.location.pathname + window.location.search);
      window.location.assign(`/accounts/login/?next=${here}`);
      return;
    }
    if (!response.ok) throw new Error(await response.text());
    const answer = (await response.json()) as { figure?: string; label?: string };
    if (figure !== null && answer.figure !== undefined) figure.textContent = answer.figure;
    if (answer.label !== undefined && button.hasAttribute("data-says")) {
      button.textContent = answer.label;
    }
  } catch {
    button.setAttribute("aria-pressed", String(was));
    showToast(document.documentElement.lang === "en" ? "No connection" : "网络不通，请再试一次");
  }
}

export function enhanceToggles(): void {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest<HTMLElement>("[data-toggle]");
    if (button !== null) void toggle(button);
  });
}
