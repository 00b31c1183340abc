// The post page while its video is being made playable: the bar moves, then the page renews itself.
import type { Asset } from "./api";

const POLL_MS = 2000;

export function follow(box: HTMLElement): void {
  const url = box.dataset["follow"];
  if (url === undefined || url === "") return;
  const look = async (): Promise<void> => {
    const response = await fetch(url, {
      credentials: "same-origin",
      headers: { Accept: "application/json", "HX-Request": "true" },
    });
    const asset = (await response.json()) as Asset;
    const text = `${String(asset.percent)}%`;
    const bar = box.querySelector<HTMLElement>("[data-progress-bar]");
    const figure = box.querySelector<HTMLElement>("[data-progress-figure]");
    if (bar !== null) bar.style.width = text;
    if (figure !== null) figure.textContent = text;
    if (asset.playable || asset.status === "refused") {
      // The post moves on in a job of its own, a moment after its video.
      window.setTimeout(() => {
        window.location.reload();
      }, 1500);
    } else {
      again();
    }
  };
  const again = (): void => {
    window.setTimeout(() => {
      look().catch(again);
    }, POLL_MS);
  };
  again();
}
