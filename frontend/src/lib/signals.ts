// What a viewer's device reports: small batches by beacon, each event with an id of its own.

export type SignalKind =
  | "impression"
  | "play"
  | "progress"
  | "complete"
  | "like"
  | "card_click"
  | "not_interested"
  | "why"
  | "product_view";

export interface SignalSubject {
  post_id?: string | undefined;
  product_id?: string | undefined;
  decision_id?: string | undefined;
  slot?: number | undefined;
  ms?: number | undefined;
  duration_ms?: number | undefined;
}

const address = "/signals";
const batch = 40;
const pauseMs = 2000;
let queue: object[] = [];
let timer = 0;

/** A UUID; `crypto.randomUUID` exists only in secure contexts, a market in a town hall may be none. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20, 32].map((end, n) => hex.slice([0, 8, 12, 16, 20][n], end)).join("-");
}

/** Sends what has gathered. A failed send is kept and tried with the next batch. */
export function flushSignals(): void {
  window.clearTimeout(timer);
  timer = 0;
  while (queue.length > 0) {
    const events = queue.slice(0, batch);
    const body = JSON.stringify({ events });
    if (!navigator.sendBeacon(address, new Blob([body], { type: "text/plain" }))) break;
    queue = queue.slice(events.length);
  }
  if (queue.length > 400) queue = queue.slice(-400);
}

export function signal(kind: SignalKind, subject: SignalSubject): void {
  queue.push({ id: newId(), kind, at: new Date().toISOString(), ...subject });
  if (queue.length >= batch) flushSignals();
  else if (timer === 0) timer = window.setTimeout(flushSignals, pauseMs);
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") flushSignals();
});
window.addEventListener("pagehide", flushSignals);
