"""Texts that a page must show and never obey: HTML, Markdown, formulas, templates, addresses.

Each is numbered. Run as code it sets `window.__hit`; as a picture or a link it asks for an address
outside of this machine.
"""

from __future__ import annotations

HIT = "window.__hit=(window.__hit||0)+1"
AWAY = "http://evil.invalid"
BASES = (
    "<script>HIT</script>",
    "</script><script>HIT</script>",
    "<img src=x onerror=HIT>",
    "<img src=AWAY/N.png>",
    "<svg onload=HIT>",
    "<svg><script>HIT</script></svg>",
    "<svg><image href=AWAY/N.svg></svg>",
    "<svg><use href=AWAY/N.svg#a></svg>",
    "<iframe src=javascript:HIT></iframe>",
    "<iframe srcdoc='<script>parent.HIT</script>'></iframe>",
    "<iframe src=AWAY/N></iframe>",
    "<object data=AWAY/N></object>",
    "<embed src=AWAY/N>",
    "<link rel=stylesheet href=AWAY/N.css>",
    "<style>@import 'AWAY/N.css';</style>",
    "<style>body{background:url(AWAY/N.png)}</style>",
    "<div style=background:url(AWAY/N.png)>x</div>",
    "<meta http-equiv=refresh content=0;url=AWAY/N>",
    "<base href=AWAY/>",
    "<body onload=HIT>",
    "<details open ontoggle=HIT>x</details>",
    "<input autofocus onfocus=HIT>",
    "<video src=AWAY/N.mp4 autoplay onerror=HIT></video>",
    "<audio src=AWAY/N.mp3 autoplay></audio>",
    "<form action=javascript:HIT><button>x</button></form>",
    "<a href=javascript:HIT>x</a>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=HIT>",
    "<template><script>HIT</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=HIT>'>",
    "![x](AWAY/N.png)",
    "[x](javascript:HIT)",
    "[![x](AWAY/N.png)](AWAY/N)",
    "![x][r]\n\n[r]: AWAY/N.png",
    "<AWAY/N>",
    "AWAY/N.png",
    "```html\n<script>HIT</script>\n```",
    "$\\href{javascript:HIT}{x}$",
    "$$\\includegraphics{AWAY/N.png}$$",
    ":red[![x](AWAY/N.png)]",
    ":material/home: :red-background[x] :small[x]",
    "{{constructor.constructor('HIT')()}}",
    "${HIT}",
    "'-HIT-'",
    '"-HIT-"',
    "');HIT;('",
    '"});HIT;//',
    "`;HIT;`",
    "javascript:HIT",
    "data:text/html,<script>HIT</script>",
    "=HYPERLINK(AWAY/N)",
    "@SUM(1)|cmd",
    "&lt;script&gt;HIT&lt;/script&gt;",
    "&#60;img src=x onerror=HIT&#62;",
    "\u202e<script>HIT</script>",
    "%3Cscript%3EHIT%3C/script%3E",
    "<scr\u0000ipt>HIT</script>".replace("\u0000", "\u200b"),
    "<!--><script>HIT</script>-->",
    "<![CDATA[<script>HIT</script>]]>",
    "<?xml-stylesheet href=AWAY/N.css?>",
    "<plaintext><img src=AWAY/N.png>",
)
AROUND = (
    "{}",
    '"><b>{}',
    "'>{}",
    "# {}",
    "- **{}**",
    "正常名称 {} 结尾",
)


def corpus() -> list[str]:
    """Every text once, in one order."""
    made = []
    for around in AROUND:
        for base in BASES:
            text = base.replace("HIT", HIT).replace("AWAY", AWAY)
            made.append(around.format(text).replace("/N", f"/{len(made)}"))
    return made
