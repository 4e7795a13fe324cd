// Opens every page given on the command line in headless Chromium and fails where one asks for
// anything, says anything on the console, runs a script, is wider than the window, or has a fault of
// accessibility (axe-core): wide and on a phone, light and dark, and on paper. Each page is loaded
// once and shown in all these ways. Writes pictures of it beside it.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
const require = createRequire(path.join(process.cwd(), "package.json"));
const puppeteer = require("puppeteer-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

// Name, width, colours, medium, and whether a picture is taken.
const VIEWS = [
  ["wide", 1200, "light", "screen", true],
  ["wide-dark", 1200, "dark", "screen", false],
  ["phone-dark", 375, "dark", "screen", true],
  ["phone", 375, "light", "screen", false],
  ["print", 720, "light", "print", true],
];
// A page of many reports is too high for a picture.
const HIGHEST = 15000;

const launch = () => puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
let failed = 0;
let passed = 0;

async function check(browser, file) {
  const own = "file://" + path.resolve(file);
  const page = await browser.newPage();
  let faults = [];
  page.on("request", (r) => {
    if (r.url() !== own && !r.url().startsWith("data:")) faults.push("asks for " + r.url());
  });
  page.on("console", (m) => faults.push("console: " + m.text()));
  page.on("pageerror", (e) => faults.push("error: " + e.message));
  page.on("dialog", async (d) => { faults.push("dialog: " + d.message()); await d.dismiss(); });
  // By the debugger's door: the page itself lets no script in.
  const client = await page.createCDPSession();
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await client.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(`${file}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    return result.value;
  };
  let loaded = false;
  for (const [name, width, scheme, medium, picture] of VIEWS) {
    await page.setViewport({ width, height: 900 });
    await client.send("Emulation.setEmulatedMedia", { media: medium, features: [{ name: "prefers-color-scheme", value: scheme }] });
    if (!loaded) {
      await page.goto(own, { waitUntil: "load" });
      // What is opened by a reader is to be seen by the check.
      await evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })");
      const scripts = await evaluate("document.querySelectorAll('script,iframe,object,embed,img').length");
      if (scripts > 0) faults.push(`${scripts} elements that run or load`);
      await evaluate(axe + "; undefined");
      loaded = true;
    }
    const seen = await evaluate(`({
      dark: matchMedia("(prefers-color-scheme: dark)").matches,
      print: matchMedia("print").matches,
      wide: document.documentElement.scrollWidth - window.innerWidth,
      height: document.documentElement.scrollHeight,
      ground: getComputedStyle(document.body).backgroundColor,
    })`);
    if (seen.dark !== (scheme === "dark") || seen.print !== (medium === "print")) faults.push("is not shown so: " + JSON.stringify(seen));
    const luminance = seen.ground.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3;
    if (scheme === "dark" && luminance > 100) faults.push("is not dark: " + seen.ground);
    if (seen.wide > 0) faults.push(`wider than the window by ${seen.wide} px`);
    if (picture) await page.screenshot({ path: file.replace(/\.html$/, `-${name}.png`), fullPage: seen.height < HIGHEST });
    const violations = await evaluate("axe.run(document, { resultTypes: ['violations'], elementRef: false }).then((r) => JSON.stringify(r.violations))");
    for (const v of JSON.parse(violations)) {
      faults.push(`axe ${v.impact}: ${v.id}: ${v.help}: ${v.nodes.slice(0, 2).map((n) => n.target.join(" ")).join("; ")}`);
    }
    for (const fault of faults) console.log(`${file} (${name}): ${fault}`);
    if (faults.length > 0) failed += 1; else passed += 1;
    faults = [];
  }
  await page.close();
}

// Two at a time, each in a browser of its own: one that is behind another is not drawn.
const files = process.argv.slice(2);
const begun = Date.now();
await Promise.all([0, 1].map(async () => {
  const browser = await launch();
  for (let file = files.shift(); file; file = files.shift()) await check(browser, file);
  await browser.close();
}));
console.log(`${passed} views passed, ${failed} failed, ${Math.round((Date.now() - begun) / 1000)} s`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
