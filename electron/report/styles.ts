/** How a report looks: the colours of the program (renderer/theme/tokens.css); on paper always the light ones. */
export const styles = `
:root {
  color-scheme: light;
  --bg: #ffffff; --sunken: #eceff3; --text: #1a1f29; --muted: #525c6d; --line: #d6dbe3; --strong: #7b8597;
  --passed: #1b6e37; --passed-soft: #e1f3e6; --failed: #b3261e; --failed-soft: #fce6e4; --skipped: #835100; --skipped-soft: #fbefd6;
  --node-0: #2460c8; --node-1: #a65f00; --node-2: #2f7a32; --node-3: #7a3fb8; --node-4: #b3266b; --node-5: #7a4f2b; --node-6: #485a75; --node-7: #666500;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    color-scheme: dark;
    --bg: #14171c; --sunken: #262b34; --text: #e8ebf1; --muted: #a9b2c1; --line: #353c48; --strong: #7d889a;
    --passed: #74d293; --passed-soft: #173323; --failed: #ff948a; --failed-soft: #431d1a; --skipped: #f2bd57; --skipped-soft: #3a2d12;
    --node-0: #82b3ff; --node-1: #ffb84d; --node-2: #7ccf80; --node-3: #c9a0ff; --node-4: #ff93c3; --node-5: #d9ab7e; --node-6: #adbdd6; --node-7: #d0d062;
  }
}
* { box-sizing: border-box; margin: 0; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
body { padding: 1.5rem; background: var(--bg); color: var(--text); font: 0.9375rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif; }
main { display: grid; gap: 1rem; max-width: 62rem; margin-inline: auto; }
main > *, section > * { min-width: 0; }
section { display: grid; gap: 0.75rem; padding-block-start: 1.5rem; border-block-start: 1px solid var(--line); }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.25rem; line-height: 1.25; }
h3 { font-size: 1rem; break-after: avoid; }
h2, h3, caption, figcaption { break-after: avoid; overflow-wrap: anywhere; }
.muted { color: var(--muted); font-size: 0.8125rem; }
.verdict { width: fit-content; padding: 0.125rem 0.75rem; border-radius: 1rem; font-weight: 600; overflow-wrap: anywhere; }
.verdict.passed, td.passed { color: var(--passed); }
.verdict.failed, td.failed { color: var(--failed); }
.verdict.skipped, td.skipped { color: var(--skipped); }
.verdict.passed { background: var(--passed-soft); }
.verdict.failed { background: var(--failed-soft); }
.verdict.skipped { background: var(--skipped-soft); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.8125rem; }
caption { padding-block: 0.25rem; font-weight: 600; text-align: start; font-size: 0.9375rem; white-space: nowrap; }
th, td { padding: 0.25rem 1rem 0.25rem 0; border-block-end: 1px solid var(--line); text-align: start; vertical-align: top; }
th:last-child, td:last-child { min-width: 6rem; padding-inline-end: 0; overflow-wrap: anywhere; }
th { color: var(--muted); font-weight: 600; }
.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: 0.5rem 1.5rem; }
dl div { break-inside: avoid; }
dt { color: var(--muted); font-size: 0.8125rem; }
dd { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums; }
dd .muted { display: block; font-weight: 400; }
figure { display: grid; gap: 0.25rem; padding: 0.75rem; border: 1px solid var(--line); border-radius: 0.5rem; break-inside: avoid; }
figcaption, .legend { font-size: 0.8125rem; color: var(--muted); }
.key { display: inline-block; width: 1rem; height: 0.7rem; margin-inline: 0.25rem; vertical-align: middle; }
.key.nobody { border: 1px solid var(--failed); background: repeating-linear-gradient(45deg, var(--failed) 0 2px, transparent 2px 5px); }
.key.record { width: 2px; background: var(--strong); }
svg { display: block; width: 100%; height: auto; font-size: 12px; font-variant-numeric: tabular-nums; }
svg text { fill: var(--text); }
svg .name { text-anchor: end; font-weight: 600; }
svg .axis { fill: var(--muted); font-size: 11px; }
svg .gap { fill: var(--failed); font-weight: 650; }
svg .lane { fill: var(--sunken); }
svg .grid { stroke: var(--line); }
svg .lead { stroke: var(--strong); }
svg .silence { stroke: var(--failed); }
svg .pale { fill: var(--bg); }
svg .red { fill: var(--failed); }
svg .tick { fill: var(--strong); }
svg .tick.state { fill: var(--text); }
${Array.from({ length: 8 }, (_, i) => `svg .node-${String(i)} { fill: var(--node-${String(i)}); }`).join('\n')}
@page { size: A4; margin: 14mm; }
@media print {
  body { padding: 0; font-size: 10pt; }
  .wide { overflow: visible; }
  table { font-size: 7.5pt; }
  th, td { padding-inline-end: 0.5rem; min-width: 3.75rem; }
  td { overflow-wrap: anywhere; }
  .number { white-space: normal; }
}
`
