// Builds frontend/ into jishi/static/build with a manifest that django-vite reads.
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin } from "vite";

const source = resolve(import.meta.dirname, "frontend/src");
const modules = resolve(import.meta.dirname, "node_modules");

// Pictures of aisles and of empty pages; the demo market takes its own from the same package.
const emoji = JSON.parse(
  readFileSync(resolve(import.meta.dirname, "frontend/emoji.json"), "utf8"),
) as Record<string, string>;

/** Lucide's icons as one JSON file of inner SVG, which the `icon` template tag reads. */
function lucide(): Plugin {
  return {
    name: "jishi-lucide",
    generateBundle() {
      const folder = resolve(modules, "lucide-static/icons");
      const inner: Record<string, string> = {};
      for (const file of readdirSync(folder)) {
        if (!file.endsWith(".svg")) continue;
        const text = readFileSync(resolve(folder, file), "utf8");
        const shapes = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(text)?.[1] ?? "";
        inner[file.slice(0, -4)] = shapes.replaceAll(/\s*\n\s*/g, "").replaceAll(" />", "/>");
      }
      this.emitFile({ type: "asset", fileName: "icons.json", source: JSON.stringify(inner) });
    },
  };
}

/** The few 3D emoji that pages themselves show, by the names of frontend/emoji.json. */
function fluentEmoji(): Plugin {
  return {
    name: "jishi-emoji",
    generateBundle() {
      for (const [name, code] of Object.entries(emoji)) {
        const path = resolve(modules, `@lobehub/fluent-emoji-3d/assets/${code}.webp`);
        this.emitFile({
          type: "asset",
          fileName: `emoji/${name}.webp`,
          source: readFileSync(path),
        });
      }
    },
  };
}

// Every module directly in frontend/src is a page's entry; what they share lies in lib/.
const entries = readdirSync(source)
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
  .map((name) => resolve(source, name));

export default defineConfig({
  base: "/static/build/",
  publicDir: false,
  plugins: [tailwindcss(), lucide(), fluentEmoji()],
  build: {
    outDir: resolve(import.meta.dirname, "jishi/static/build"),
    // A market that runs while it is rebuilt goes on with the files it knows.
    emptyOutDir: false,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    // light-dark() must reach the browser as it is, so that a part of a page may be dark.
    cssTarget: ["chrome123", "safari17.5", "firefox120"],
    // htmx has a switch for eval (off in our pages); its mention is not worth a warning.
    rolldownOptions: { input: entries, checks: { eval: false, bundlerTimings: false } },
  },
});
