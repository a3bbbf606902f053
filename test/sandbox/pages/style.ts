/** The look of the pages. */
export const STYLE = `
:root { color-scheme: light; --line: #d1d9e0; --soft: #f6f8fa; --quiet: #59636e; --ink: #1f2328; --blue: #0969da;
  --green: #1a7f37; --purple: #8250df; --red: #d1242f; --amber: #9a6700; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: #fff; line-height: 1.5;
  font: 14px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
a { color: var(--blue); text-decoration: none; } a:hover { text-decoration: underline; }
code, pre, .mono { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 85%; }
header { background: var(--soft); border-bottom: 1px solid var(--line); padding: 14px 16px 0; }
header .in { max-width: 1160px; margin: 0 auto; }
main { max-width: 1192px; margin: 0 auto; }
header .where { font-size: 18px; } header .where b { font-weight: 600; }
nav { display: flex; gap: 6px; margin-top: 12px; overflow-x: auto; }
nav a { color: var(--ink); padding: 6px 10px 10px; white-space: nowrap; border-bottom: 2px solid transparent; }
nav a:hover { text-decoration: none; background: #eaeef2; border-radius: 6px 6px 0 0; }
nav a[aria-current] { border-color: #fd8c73; font-weight: 600; }
.count { background: #e6eaef; border-radius: 10px; padding: 0 7px; font-size: 12px; font-weight: 500; }
main { padding: 24px 16px 64px; }
h1 { font-size: 26px; font-weight: 400; margin: 0 0 8px; line-height: 1.3; overflow-wrap: anywhere; }
h1 .number { color: var(--quiet); font-weight: 300; }
.quiet { color: var(--quiet); }
.state { display: inline-block; color: #fff; border-radius: 16px; padding: 4px 12px; font-weight: 500; margin-right: 8px; }
.state.open { background: var(--green); } .state.closed { background: var(--purple); }
.state.unplanned, .state.draft { background: var(--quiet); } .state.shut { background: var(--red); } .state.merged { background: var(--purple); }
.head { padding-bottom: 16px; margin-bottom: 24px; border-bottom: 1px solid var(--line); }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) 240px; gap: 32px; }
.card { border: 1px solid var(--line); border-radius: 6px; margin-bottom: 16px; background: #fff; }
.card > .top { background: var(--soft); border-bottom: 1px solid var(--line); padding: 8px 16px; border-radius: 6px 6px 0 0; }
.card.person > .top { background: #ddf4ff; border-color: #b6d9f5; } .card.person { border-color: #b6d9f5; }
.card > .body { padding: 16px; } .card > .body > :last-child { margin-bottom: 0; }
.tag { border: 1px solid var(--line); border-radius: 10px; font-size: 12px; padding: 0 7px; margin-left: 4px; color: var(--quiet); background: #fff; }
.label { display: inline-block; border-radius: 12px; padding: 0 9px; font-size: 12px; font-weight: 500; margin: 0 4px 4px 0; background: #ddf4ff; border: 1px solid #b6d9f5; color: #0a3069; }
aside h2 { font-size: 12px; color: var(--quiet); font-weight: 600; margin: 0 0 6px; } aside section { border-bottom: 1px solid var(--line); padding-bottom: 14px; margin-bottom: 14px; }
.list { border: 1px solid var(--line); border-radius: 6px; list-style: none; padding: 0; margin: 0; }
.list > li { padding: 10px 16px; border-top: 1px solid var(--line); } .list > li:first-child { border-top: 0; }
.list .title { font-size: 16px; font-weight: 600; color: var(--ink); margin-right: 6px; }
.dot { display: inline-block; width: 10px; height: 10px; border-radius: 50%; margin-right: 8px; border: 2px solid; }
.dot.open { border-color: var(--green); } .dot.closed, .dot.merged { border-color: var(--purple); background: var(--purple); } .dot.shut { border-color: var(--red); }
.filters { margin-bottom: 12px; } .filters a { margin-right: 14px; color: var(--quiet); } .filters a[aria-current] { color: var(--ink); font-weight: 600; }
.md { overflow-wrap: anywhere; } .md > :first-child { margin-top: 0; } .md > :last-child { margin-bottom: 0; }
.md h1, .md h2 { border-bottom: 1px solid var(--line); padding-bottom: 4px; font-weight: 600; line-height: 1.25; }
.md h1 { font-size: 24px; } .md h2 { font-size: 20px; } .md h3 { font-size: 16px; }
.md table { border-collapse: collapse; } .wide { overflow-x: auto; margin-bottom: 16px; } .md .wide th, .md .wide td { border: 1px solid var(--line); padding: 6px 13px; } .md tbody tr:nth-child(2n) { background: var(--soft); }
.wide td, .wide th, .md .wide code { overflow-wrap: normal; } .md .wide code { white-space: break-spaces; }
.md code { background: #eff1f3; border-radius: 6px; padding: .2em .4em; overflow-wrap: anywhere; } .md pre { background: var(--soft); border-radius: 6px; padding: 12px; overflow-x: auto; } .md pre code { background: none; padding: 0; }
.md blockquote { margin: 0 0 16px; padding: 0 1em; color: var(--quiet); border-left: 4px solid var(--line); }
.md ul, .md ol { padding-left: 2em; } .md li.task { list-style: none; } .md li.task > .box, .md li.task > p > .box { margin: 0 .2em 0 -1.4em; } .md li.task > p { display: inline; } 
.md details { margin-bottom: 12px; } .md summary { cursor: pointer; }
.md kbd { border: 1px solid var(--line); border-radius: 6px; padding: 1px 5px; background: var(--soft); font-size: 12px; }
.box { width: 15px; height: 15px; padding: 0; border: 1px solid #818b98; border-radius: 3px; background: #fff; font-size: 11px; line-height: 13px; text-align: center; vertical-align: -2px; color: #fff; display: inline-block; }
button.box { cursor: pointer; } button.box:hover { border-color: var(--blue); box-shadow: 0 0 0 2px #b6e3ff; } .box[aria-checked=true] { background: var(--blue); border-color: var(--blue); }
.alert { border-left: 4px solid; padding: 2px 16px; margin-bottom: 16px; } .alert p { margin: 6px 0; } .alert-title { font-weight: 600; }
.note { border-color: var(--blue); } .note .alert-title { color: var(--blue); } .tip { border-color: var(--green); } .tip .alert-title { color: var(--green); }
.important { border-color: var(--purple); } .important .alert-title { color: var(--purple); } .warning { border-color: var(--amber); } .warning .alert-title { color: var(--amber); }
.caution { border-color: var(--red); } .caution .alert-title { color: var(--red); }
.check .sign { font-weight: 700; margin-right: 6px; } .sign.success { color: var(--green); } .sign.failure, .sign.timed_out { color: var(--red); } .sign.action_required { color: var(--amber); } .sign.none, .sign.neutral, .sign.skipped, .sign.cancelled { color: var(--quiet); }
.annotation { border: 1px solid var(--line); border-left: 4px solid var(--blue); border-radius: 4px; padding: 8px 12px; margin: 8px 0; } .annotation p { margin: 2px 0; overflow-wrap: anywhere; } .annotation .message { white-space: pre-wrap; }
.annotation.warning { border-left-color: #d4a72c; } .annotation.failure { border-left-color: var(--red); }
.code { border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; } .code table { border-collapse: collapse; min-width: 100%; } .code td { padding: 0 10px; white-space: pre; vertical-align: top; }
.code td.no { text-align: right; width: 1%; user-select: none; } .code td.no a { color: #818b98; } .code tr:target { background: #fff8c5; }
.code tr.plus { background: #dafbe1; } .code tr.minus { background: #ffebe9; } .code tr.hunk { background: #ddf4ff; color: var(--quiet); } .code td.said { white-space: normal; padding: 4px 10px; background: #fff; font: 14px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
.file { margin-bottom: 16px; } .file > summary { padding: 8px 12px; background: var(--soft); border: 1px solid var(--line); border-radius: 6px; cursor: pointer; overflow-wrap: anywhere; } .file .plus { color: var(--green); } .file .minus { color: var(--red); }
textarea { width: 100%; min-height: 90px; border: 1px solid var(--line); border-radius: 6px; padding: 8px; font: inherit; }
.button { font: inherit; font-weight: 500; padding: 5px 16px; border-radius: 6px; border: 1px solid var(--line); background: var(--soft); cursor: pointer; } .button.main { background: #1f883d; color: #fff; border-color: #1f883d; } .actions { display: flex; gap: 8px; justify-content: flex-end; margin-top: 8px; }
.end { border-top: 1px solid var(--line); padding-top: 16px; margin: 16px 0; }
.list .message { margin: 4px 0; white-space: pre-wrap; overflow-wrap: anywhere; color: var(--quiet); }
h2.part { font-size: 16px; margin: 24px 0 12px; }
@media (max-width: 760px) { .columns { grid-template-columns: minmax(0, 1fr); } main { padding-top: 16px; } h1 { font-size: 22px; } }
`;
