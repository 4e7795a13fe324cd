// Opens every page given on the command line in headless Chromium and fails where one asks for
// anything, says anything on the console, runs a script, or has a serious fault of accessibility
// (axe-core), in light and dark, wide and narrow, and on paper. Writes a picture of each beside it.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
const require = createRequire(path.join(process.cwd(), "package.json"));
const puppeteer = require("puppeteer-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
let failed = 0;
let passed = 0;
for (const file of process.argv.slice(2)) {
  for (const [name, width, scheme, medium] of [
    ["wide", 1200, "light", "screen"],
    ["phone", 375, "dark", "screen"],
    ["print", 720, "light", "print"],
  ]) {
    const faults = [];
    const page = await browser.newPage();
    await page.setViewport({ width, height: 900 });
    // Each of the two takes back what the other one set.
    if (medium === "print") await page.emulateMediaType(medium);
    else await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    const own = "file://" + path.resolve(file);
    page.on("request", (r) => {
      if (r.url() !== own && !r.url().startsWith("data:")) faults.push("asks for " + r.url());
    });
    page.on("console", (m) => faults.push("console: " + m.text()));
    page.on("pageerror", (e) => faults.push("error: " + e.message));
    page.on("dialog", async (d) => { faults.push("dialog: " + d.message()); await d.dismiss(); });
    await page.goto(own, { waitUntil: "load" });
    // What is opened by a reader is to be seen by the check.
    await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wide > 0) faults.push(`wider than the window by ${wide} px`);
    const scripts = await page.evaluate(() => document.querySelectorAll("script,iframe,object,embed,img").length);
    if (scripts > 0) faults.push(`${scripts} elements that run or load`);
    // A page of many reports is too high for a picture.
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    const fullPage = height < 15000;
    await page.screenshot({ path: file.replace(/\.html$/, `-${name}.png`), fullPage });
    // By the debugger's door: the page itself lets no script in.
    const client = await page.createCDPSession();
    await client.send("Runtime.evaluate", { expression: axe });
    const { result } = await client.send("Runtime.evaluate", {
      expression: "axe.run(document, { resultTypes: ['violations'] }).then((r) => JSON.stringify(r.violations))",
      awaitPromise: true,
      returnByValue: true,
    });
    for (const v of JSON.parse(result.value)) {
      faults.push(`axe ${v.impact}: ${v.id}: ${v.help}: ${v.nodes.slice(0, 2).map((n) => n.target.join(" ")).join("; ")}`);
    }
    for (const fault of faults) console.log(`${file} (${name}): ${fault}`);
    if (faults.length > 0) failed += 1; else passed += 1;
    await page.close();
  }
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
