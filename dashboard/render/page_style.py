"""The look of an offline page: fonts of the reader's own system, nothing fetched."""

STYLE = """
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;padding:24px 36px 32px;background:#fff;color:#1a1a1a;
font:14px/1.55 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",
"Hiragino Sans GB",sans-serif}
header h1{font-size:22px;line-height:1.4;margin:0 0 4px}
header .en{margin:0 0 12px;color:#444;font-size:14px}
dl{display:flex;flex-wrap:wrap;gap:4px 28px;margin:0 0 10px;font-size:12.5px}
dl div{display:flex;gap:8px;min-width:0}
dt{color:#666;white-space:nowrap}
dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.synthetic{border-left:4px solid #CC79A7;background:#fbf1f6;padding:6px 12px;margin:10px 0;
font-size:13px}
.notice{border-left:4px solid #E69F00;background:#fdf5e6;padding:6px 12px;margin:10px 0;
font-size:13px}
.legend{display:flex;flex-wrap:wrap;gap:6px 18px;list-style:none;padding:0;margin:14px 0 10px;
font-size:12.5px;color:#444}
.badge{display:inline-block;padding:0 7px;border-radius:3px;font-weight:700;font-size:12px;
line-height:1.6;white-space:nowrap}
.drawing{overflow-x:auto;padding:4px 0 10px}
h2{font-size:16px;margin:26px 0 8px}
h2 small{font-weight:400;color:#666;font-size:13px}
table{border-collapse:collapse;width:100%;font-size:12.5px;line-height:1.45}
th,td{border-bottom:1px solid #ddd;padding:6px 8px;text-align:left;vertical-align:top;
overflow-wrap:anywhere}
thead th{border-bottom:2px solid #555;white-space:nowrap;font-size:12.5px}
th small,td small{color:#666;font-weight:400}
.hops td:nth-child(1),.hops td:nth-child(2),.hops td:nth-child(3){white-space:nowrap}
.hops td:nth-child(4){width:25%}
.hops td:nth-child(5){min-width:88px}
.hops td:nth-child(6){width:13%}
.hops td:nth-child(7){width:36%}
tr.branch th{background:#f2f2f2}
tr:target td{background:#fff8d8}
.mark{color:#8a2c62;border:1px solid #CC79A7;border-radius:3px;padding:0 4px;font-size:11px}
code,pre{font-family:"Noto Sans Mono CJK SC",Consolas,Menlo,monospace;font-size:11.5px}
code{color:#444;overflow-wrap:anywhere}
pre{margin:2px 0;padding:3px 6px;background:#f5f5f5;white-space:pre-wrap;overflow-wrap:anywhere}
.source+.source{margin-top:6px;border-top:1px dotted #ccc;padding-top:4px}
footer{margin-top:24px;color:#666;font-size:12px;overflow-wrap:anywhere}
@media print{body{padding:0}.drawing{overflow:visible}tr{break-inside:avoid}}
"""
