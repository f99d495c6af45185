"""The look of a review: marks, labels, repairs, and what is shown by choice. It needs no script."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

from dashboard.render.page_style import STYLE as PAGE
from dashboard.render.review_kinds import FAMILIES, OTHER

_TINT = 0.24

_OWN = """
body{padding:20px 28px}
.cover{display:flex;flex-wrap:wrap;gap:10px 14px;margin:12px 0 6px;align-items:stretch}
.fig{border:1px solid #ccc;border-radius:6px;padding:6px 14px;min-width:118px}
.fig b{display:block;font-size:21px;line-height:1.3;font-variant-numeric:tabular-nums}
.fig.all{background:#1a1a1a;color:#fff;border-color:#1a1a1a}
.fig small{color:#555}.fig.all small{color:#ddd}
.fig progress{display:block;width:100%;height:5px;margin:3px 0;accent-color:#009E73}
.bar{position:sticky;top:0;z-index:3;background:#fff;border-bottom:1px solid #ccc;padding:7px 0;
display:flex;flex-wrap:wrap;gap:5px 16px;font-size:12.5px;align-items:center}
.bar label{white-space:nowrap;cursor:pointer}
.bar input{vertical-align:-2px;margin:0 4px 0 0}
.bar span[lang]{color:#555}
.sep{border-left:1px solid #bbb;align-self:stretch}
.sign{display:inline-block;min-width:18px;text-align:center;border-radius:3px;padding:0 3px;
font-weight:700;font-size:12px}
section.doc>h2{font-size:18px;margin:26px 0 2px;line-height:1.45;overflow-wrap:anywhere}
.meta{color:#555;font-size:12px;overflow-wrap:anywhere;margin:8px 0 6px}
.panes{display:grid;grid-template-columns:minmax(0,1fr) 430px;gap:0 22px;margin-top:10px;
align-items:start}
.text{min-width:0;line-height:2.05;font-size:14.5px}
.line{display:grid;grid-template-columns:46px minmax(0,1fr);gap:10px}
.line .no{color:#767676;font-size:10.5px;text-align:right;user-select:none;padding-top:1px;
font-variant-numeric:tabular-nums;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.said{white-space:pre-wrap;overflow-wrap:anywhere;min-height:1em}
.line.title .said{font-size:18px;font-weight:700}
.line.h1 .said{font-weight:700;font-size:15.5px}.line.h2 .said{font-weight:600}
mark.s{color:inherit;border-radius:2px;border-bottom:2px solid;padding:1px 0;
box-decoration-break:clone;-webkit-box-decoration-break:clone;font-weight:inherit}
mark.s:has(mark.s){padding-bottom:4px}
mark.s.long{background:none!important;border-bottom-style:dotted;border-bottom-width:1px}
mark.s,.u,.lists li,section.doc{scroll-margin-top:90px}
mark.s:target,mark.s.on{outline:2px solid #000;outline-offset:1px}
a.n{font-size:10px;line-height:1;text-decoration:none;color:#333;vertical-align:2px;
margin:0 2px 0 1px;font-weight:400;white-space:nowrap;user-select:none}
a.n b{padding:0 2px;border-radius:2px;font-weight:700;margin-right:1px}
a.n:hover,a.q:hover{text-decoration:underline}
.u{border:1.5px dashed #b3261e;border-width:0 0 1.5px;color:#8c1d18}
.u:target{outline:2px solid #b3261e}
a.q{font-size:10px;font-weight:700;color:#fff;background:#b3261e;border-radius:7px;padding:0 3.5px;
margin-right:1px;text-decoration:none;vertical-align:2px;user-select:none}
.r{border-bottom:1px dotted #777}.r del{display:none}
.r ins{text-decoration:none}
.r.gone ins::before{content:"";display:inline-block;width:2px;height:.8em;background:#999}
body:has(#v-both:checked) .r{background:#eee;font-size:.93em}
body:has(#v-both:checked) .r del{display:inline;color:#8c1d18}
body:has(#v-both:checked) .r ins{color:#0b5d45;font-weight:600}
body:has(#v-both:checked) .r ins::before{content:"→";color:#555;font-weight:400;
width:auto;background:none}
body:has(#v-raw:checked) .r del{display:inline;text-decoration:none;background:#f1f1f1}
body:has(#v-raw:checked) .r ins{display:none}
.fold{background:#f3f3f3;color:#595959;border-left:4px solid #bbb;margin:8px 0;padding:2px 8px}
.fold summary{cursor:pointer;font-size:12.5px}
.scroll{overflow-x:auto;margin:6px 0 10px 56px}
table.doc{width:auto;font-size:13px;line-height:1.75}
table.doc td,table.doc th{border:1px solid #ccc;white-space:pre-wrap;padding:3px 7px}
table.doc th{background:#f2f2f2}
aside{position:sticky;top:74px;max-height:calc(100vh - 84px);overflow-y:auto;font-size:12.5px;
border-left:1px solid #ddd;padding-left:14px;line-height:1.5}
aside h3,.lists h3{font-size:13.5px;margin:0 0 6px}
aside ol{list-style:none;margin:0;padding:0}
aside li{border-bottom:1px solid #e4e4e4;padding:5px 2px}
aside li:target,li.on,tr:target td{background:#fff8d8}
aside q{quotes:none;background:#f5f5f5;overflow-wrap:anywhere;padding:0 3px}
aside .place,.lists .place{color:#555;font-size:11px;white-space:nowrap}
aside .told{margin:1px 0 0 6px;overflow-wrap:anywhere}
aside .told i{font-style:normal;font-weight:600}
aside a,.lists a,nav a{color:#0b4f8a}
.weak{color:#6b4a00;border:1px solid #c9a14a;border-radius:3px;font-size:10.5px;padding:0 3px}
.lists details{border:1px solid #ddd;border-radius:5px;padding:5px 12px;margin:6px 0}
.lists summary{cursor:pointer;font-weight:600;font-size:13px}
.lists summary span[lang]{font-weight:400;color:#555}
.flow{display:flex;flex-wrap:wrap;gap:3px 16px;padding:4px 0;margin:0;list-style:none;
font-size:12.5px}
.flow .words{color:#8c1d18}
.count{font-variant-numeric:tabular-nums;color:#333;font-weight:600}
nav table{width:auto;min-width:60%}
@media (max-width:980px){.panes{grid-template-columns:1fr}aside{position:static;max-height:none;
border:0;padding:0}}
@media print{.bar{position:static}aside{position:static;max-height:none;overflow:visible}
.panes{display:block}}
"""

SCRIPT = """
(function(){
function show(){var e=document.getElementById(location.hash.slice(1));
for(var p=e;p;p=p.parentElement){if(p.tagName==='DETAILS'){p.open=true}}
if(e){e.scrollIntoView({block:'center'})}}
addEventListener('hashchange',show);if(location.hash){show()}
function mark(on){return function(v){var m=v.target.closest('mark.s,aside li');if(!m){return}
var f=m.dataset.f||m.id,l=document.getElementById(f);
if(l){l.classList.toggle('on',on)}
document.querySelectorAll('mark[data-f="'+f+'"]').forEach(function(x){x.classList.toggle('on',on)})}}
document.addEventListener('mouseover',mark(true));document.addEventListener('mouseout',mark(false));
})();
"""
"""Opens what is folded where a link leads, and shows together what belongs together."""

_DIGEST = b64encode(sha256(SCRIPT.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{_DIGEST}'"
"""Nothing is fetched, and no script runs but the one above."""


def _tinted(colour: str) -> str:
    """A colour laid thinly on white."""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * _TINT):02x}" for part in parts)


def _off(code: str) -> str:
    """The page with a family left out."""
    return f":has(#k-{code}:not(:checked))"


def sets_style(sets: Iterable[tuple[str, ...]]) -> str:
    """A place goes when all families of its facts are left out; `sets` are those that occur."""
    rules = []
    for codes in sets:
        off, name = "body" + "".join(map(_off, codes)), "-".join(codes)
        rules.append(
            f"{off} li.set-{name},{off} mark.set-{name}>a.n{{display:none}}"
            f"{off} mark.set-{name}{{background:none;border-color:transparent}}"
        )
    return "".join(rules)


def _families() -> str:
    rules = []
    for family in (*FAMILIES, OTHER):
        rules.append(
            f"mark.c-{family.code}{{background:{_tinted(family.colour)};"
            f"border-color:{family.colour}}}"
            f"b.c-{family.code},.sign.c-{family.code}{{background:{family.colour};"
            f"color:{family.text_colour}}}"
        )
        off = "body" + _off(family.code)
        rules.append(
            f"{off} b.k-{family.code},{off} .told.k-{family.code}{{display:none}}"
            f"{off} mark.c-{family.code}{{background:#f0f0f0;border-color:#bbb}}"
        )
    return "".join(rules)


STYLE = (
    PAGE
    + _OWN
    + _families()
    + (
        "body:has(#k-open:not(:checked)) .u{border:0;color:inherit}"
        "body:has(#k-open:not(:checked)) a.q{display:none}"
    )
)
