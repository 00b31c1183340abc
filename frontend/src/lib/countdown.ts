// Countdowns beside deadlines: `<time data-countdown datetime=…>` tells what is left.

const language = document.documentElement.lang;
const chinese = language.startsWith("zh");

/** Time left in words of at most two units; under an hour as minutes and seconds. */
export function timeLeft(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor((seconds % 86400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (days > 0) return chinese ? `${days} 天 ${hours} 小时` : `${days} d ${hours} h`;
  if (hours > 0) return chinese ? `${hours} 小时 ${minutes} 分` : `${hours} h ${minutes} min`;
  return `${String(minutes).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
}

/**
 * The market's clock may run ahead of the machine's: the page says when it was rendered by the
 * market, and time since then is added to that.
 */
function marketNow(): number {
  const stamp = document.documentElement.dataset["now"];
  return stamp === undefined ? Date.now() : Number(stamp) + performance.now();
}

function tick(): void {
  const now = marketNow();
  for (const element of document.querySelectorAll<HTMLTimeElement>("time[data-countdown]")) {
    const left = Date.parse(element.dateTime) - now;
    element.textContent = timeLeft(left);
    if (left <= 0 && element.dataset["reload"] === "" && document.visibilityState === "visible") {
      delete element.dataset["reload"];
      window.setTimeout(() => {
        window.location.reload();
      }, 1500);
    }
  }
}

export function countDown(): void {
  tick();
  window.setInterval(tick, 1000);
}
