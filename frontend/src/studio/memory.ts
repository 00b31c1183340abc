// Uploads that were begun on this device, so that the same file goes on where it stopped.
interface Begun {
  asset: string;
  url: string;
  expires: string;
}

function keyOf(file: File): string {
  return `jishi-upload:${file.name}:${String(file.size)}:${String(file.lastModified)}`;
}

export function recall(file: File): Begun | undefined {
  try {
    const text = localStorage.getItem(keyOf(file));
    const begun = text === null ? undefined : (JSON.parse(text) as Begun);
    return begun !== undefined && Date.parse(begun.expires) > Date.now() ? begun : undefined;
  } catch {
    return undefined; // storage is forbidden or broken: begin anew
  }
}

export function remember(file: File, begun: Begun): void {
  try {
    localStorage.setItem(keyOf(file), JSON.stringify(begun));
  } catch {
    // without storage an upload still works, it only begins anew after a reload
  }
}

export function forget(file: File): void {
  try {
    localStorage.removeItem(keyOf(file));
  } catch {
    // nothing was kept
  }
}
