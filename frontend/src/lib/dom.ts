// Typed look-ups and texts that the server puts into the page.

export function all<T extends Element>(root: ParentNode, selector: string): T[] {
  return [...root.querySelectorAll<T>(selector)];
}

/** Marks an element as enhanced; false when it was before, so that nothing is bound twice. */
export function once(element: Element, key: string): boolean {
  const name = `data-on-${key}`;
  if (element.hasAttribute(name)) return false;
  element.setAttribute(name, "");
  return true;
}

/** The CSRF token that the page was given for its own requests. */
export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

/** A POST to the market itself, as a form, answered by a fragment or JSON. */
export async function post(url: string, data: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: "POST",
    credentials: "same-origin",
    headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true" },
    body: new URLSearchParams(data),
  });
}
