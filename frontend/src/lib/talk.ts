/* A thread of messages: the end stays in view, a sent text leaves its field, Enter sends. */

function showEnd(): void {
  document.querySelector("#end")?.scrollIntoView({ block: "end" });
}

export function bindTalk(): void {
  if (!document.querySelector("#talk")) return;
  const form = document.querySelector<HTMLFormElement>("form[data-talk]");
  const field = document.querySelector<HTMLTextAreaElement>("#talk-body");
  showEnd();
  document.body.addEventListener("htmx:afterSwap", showEnd);
  document.body.addEventListener("htmx:afterRequest", (event) => {
    const detail = (event as CustomEvent<{ elt: Element; successful: boolean }>).detail;
    if (!detail.successful) return;
    if (detail.elt === form) form.reset();
    if (detail.elt.matches("form[data-once]")) detail.elt.remove();
  });
  field?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form?.requestSubmit();
  });
  form?.querySelector<HTMLInputElement>("input[type=file]")?.addEventListener("change", () => {
    form.requestSubmit();
  });
  for (const button of document.querySelectorAll<HTMLElement>("[data-fill]")) {
    button.addEventListener("click", () => {
      if (!field) return;
      field.value = button.dataset.words ?? "";
      field.focus();
    });
  }
}
