<?xml version="1.0" encoding="UTF-8"?>
<!-- html.xsl - a document model as one self-contained, accessible page that prints on A4 -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:mla:document:1" version="1.0" exclude-result-prefixes="d">
  <xsl:output method="html" encoding="UTF-8" doctype-system="about:legacy-compat" indent="no"/>

  <xsl:template match="/d:document">
    <html lang="{@xml:lang}" dir="{@dir}">
      <xsl:if test="@page"><xsl:attribute name="class"><xsl:value-of select="@page"/></xsl:attribute></xsl:if>
      <head>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title><xsl:value-of select="d:title"/><xsl:if test="@reference"><xsl:value-of select="concat(' ', @reference)"/></xsl:if></title>
        <style>
@font-face { font-family: "Arabic"; src: local("Noto Naskh Arabic"), local("Noto Naskh Arabic Regular"); size-adjust: 116%; }
@font-face { font-family: "Arabic"; font-weight: 600 900; src: local("Noto Naskh Arabic Bold"); size-adjust: 116%; }
:root { --ink: #1b1f24; --soft: #51606e; --band: #f3f5f7; --accent: #17365d; --step: .3rem; --label: 13rem; }
* { box-sizing: border-box; }
body { margin: 0; background: #e9ecef; color: var(--ink); font: 16px/1.5 "Noto Serif", "Noto Serif Georgian", "Arabic", "Source Serif 4", Georgia, "Times New Roman", serif; }
.sheet { max-width: 52rem; margin: 1.5rem auto; padding: 3.2rem 3.6rem; background: #fff; position: relative; border-top: .35rem solid #17365d; }
.letterhead { display: flex; justify-content: space-between; gap: 2rem; border-bottom: 1px solid #c5ced6; padding-bottom: 1rem; margin-bottom: 1.8rem; font-size: .92rem; color: var(--soft); }
.letterhead strong { color: var(--accent); font-size: 1.02rem; text-transform: uppercase; } [dir="ltr"] > body .letterhead strong { letter-spacing: .04em; }
.letterhead dl { margin: 0; display: grid; grid-template-columns: auto auto; gap: .1rem .8rem; align-content: start; align-items: baseline; }
.letterhead dd { margin: 0; color: var(--ink); font-variant-numeric: tabular-nums; white-space: nowrap; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1.6rem; color: var(--accent); font-weight: 600; text-wrap: balance; }
h2, h3, caption, thead { break-after: avoid; break-inside: avoid; } tbody > tr:first-child { break-before: avoid; } table:not(:has(tbody > tr:nth-child(8))) { break-inside: avoid; }
h2 { font-size: 1.08rem; line-height: 1.35; margin: 1.9rem 0 .6rem; padding-bottom: .2rem; border-bottom: 1px solid #c5ced6; color: var(--accent); }
h2 span { display: inline-block; min-width: 2rem; color: var(--soft); font-weight: 400; }
h3, h4, h5, h6 { font-size: 1rem; margin: 0 0 var(--step); break-after: avoid; break-inside: avoid; }
h1, h3, h4, h5, p, li, caption { overflow-wrap: anywhere; } p, ol, dl { margin: 0 0 .6rem; } ol { padding: 0 0 0 1.5rem; } [dir="rtl"] ol { padding: 0 1.5rem 0 0; } li, tr { break-inside: avoid; }
dt { color: var(--soft); font-size: .93rem; break-after: avoid; } dd { margin: 0 0 var(--step); overflow-wrap: anywhere; } .fields > dd { margin: 0 1.2rem var(--step); break-inside: avoid; }
@supports (display: grid) {
  .fields { display: grid; align-items: baseline; grid-template-columns: var(--label) 1fr; column-gap: 1.2rem; }
  .fields > dt { grid-column: 1; break-inside: avoid; break-after: auto; } .fields > dd { grid-column: 2; margin: 0 0 var(--step); }
}
.long > dd, .fields > dd:last-child, dd > :last-child, .group > :last-child { margin-bottom: 0; }
.group { --label: 11.8rem; margin: .7rem 0 1rem; padding-left: 1rem; border-left: .2rem solid #c5ced6; } [dir="rtl"] .group { padding: 0 1rem 0 0; border-left: 0; border-right: .2rem solid #c5ced6; } .group .group { --label: 10.6rem; break-inside: avoid; }
:is(h3, h4, h5, h6) + .fields > dd:nth-child(2) { break-after: avoid; } .group > .fields:last-child > dd:last-child:not(:nth-child(2)) { break-before: avoid; }
.ticks p { margin: .6rem 0 .2rem; color: var(--soft); font-size: .93rem; break-after: avoid; } .ticks ul { list-style: none; margin: 0 0 .8rem; padding: 0; columns: 2; column-gap: 2rem; } .ticks li { padding-inline-start: 1.5rem; text-indent: -1.5rem; }
.sheet.wide { max-width: 76rem; } .two { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 2rem; } .two .fields { display: block; } .two .fields > dd { margin: 0 0 .3rem; } .two th, .two td { hyphens: auto; } .two .caption { color: var(--soft); font-size: .88rem; margin: .4rem 0 .2rem; } ol.rows { margin: 0 0 .8rem; padding-inline-start: 1.4rem; } h1 span.second { display: block; font-size: 1.4rem; }
.missing { background: #fff3d6; padding: 0 .35rem; border: 1px dashed #a66a00; color: #6d4500; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; margin: .4rem 0 1rem; }
.away { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
caption { text-align: start; color: var(--soft); font-size: 1em; padding-bottom: .25rem; }
th, td { border: 1px solid #c5ced6; padding: .3rem .5rem; text-align: start; vertical-align: top; overflow-wrap: break-word; }
th { background: var(--band); font-weight: 600; } td.number { text-align: end; font-variant-numeric: tabular-nums; } td.short { white-space: nowrap; } td.unbroken { overflow-wrap: anywhere; font-size: .82rem; min-width: 12rem; }
.signature { margin-top: 2.6rem; display: grid; grid-template-columns: 1fr 1fr; gap: 2.4rem; break-inside: avoid; break-before: avoid; }
.signature p { grid-column: 1 / -1; margin: 0; font-weight: 600; }
.signature div { border-top: 1px solid #1b1f24; padding-top: .3rem; margin-top: 3.2rem; color: var(--soft); font-size: .88rem; }
footer { margin-top: 2.4rem; border-top: 1px solid #c5ced6; padding-top: .6rem; font-size: .78rem; color: var(--soft); overflow-wrap: anywhere; break-inside: avoid; break-before: avoid; }
.draft { max-width: 52rem; margin: 1.5rem auto 0; padding: .5rem 1rem; border: 2px solid #8f1a1a; background: #fff; color: #8f1a1a; } .draft p { margin: 0; }
.draft::before { content: attr(data-mark); position: fixed; z-index: 1; inset: 40% 0 auto; text-align: center; font: 700 7rem/1 sans-serif; color: rgba(170, 30, 30, .16); transform: rotate(-28deg); pointer-events: none; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.fields > dd.line { border-bottom: 1px solid var(--soft); min-height: 1.7rem; } td.empty { height: 2.2rem; }
@media screen and (max-width: 40rem) { .sheet { padding: 1.4rem 1.2rem; margin: 0; } .fields { display: block; } .two { grid-template-columns: 1fr; } .ticks ul { columns: 1; } .letterhead { flex-direction: column; gap: .6rem; } table { display: block; overflow-x: auto; } }
@media print {
  :root { --step: .1rem; font-size: 10pt; } body { background: #fff; font-size: 1rem; line-height: 1.36; orphans: 2; widows: 2; } .sheet { margin: 0; padding: 0; max-width: none; border-top: 0; }
  .letterhead { margin-bottom: 1.1rem; padding-bottom: .5rem; } h1 { font-size: 1.6rem; margin-bottom: .9rem; } h2 { margin: .9rem 0 .35rem; padding-bottom: .1rem; } .group { margin: .5rem 0 .7rem; }
  table { font-size: .9rem; margin: .2rem 0 .5rem; } th, td { padding: .1rem .35rem; } p, ol { margin-bottom: .4rem; } dl { margin-bottom: .55rem; }
  .signature { margin-top: 1.4rem; } .signature div { margin-top: 2.6rem; } footer { margin-top: 1.2rem; padding-top: .3rem; } .draft { max-width: none; margin: 0 0 1rem; }
  html.one { font-size: 9pt; } .one h1 { margin-bottom: .6rem; } .one h2 { margin: .7rem 0 .25rem; } .one th, .one td { padding: .12rem .4rem; } .one .letterhead { margin-bottom: .8rem; padding-bottom: .4rem; }
  .one .signature { margin-top: .8rem; } .one .signature div { margin-top: 1.8rem; } .one footer, .one .group, .one table, .one dd p { margin-top: .3rem; margin-bottom: .3rem; }
}
<xsl:call-template name="paper"/>
        </style>
      </head>
      <body>
        <xsl:if test="(. | d:document)[@verified = 'no']"><aside class="draft" data-mark="{d:word[@key = 'doc.draft']}"><xsl:for-each select="(. | d:document)[@verified = 'no']"><p><xsl:call-template name="language"/><strong><xsl:value-of select="d:word[@key = 'doc.draft']"/></strong><xsl:value-of select="concat(' · ', d:word[@key = 'doc.unconfirmed'], d:word[@key = 'doc.colon'], ' ', @unconfirmed)"/></p></xsl:for-each></aside></xsl:if>
        <main class="sheet"><xsl:if test="d:document"><xsl:attribute name="class">sheet wide</xsl:attribute></xsl:if>
          <xsl:if test="@state or @reference"><header class="letterhead">
            <div><strong><xsl:value-of select="@state"/><xsl:for-each select="d:document[@state]"><xsl:text> / </xsl:text><bdi><xsl:call-template name="language"/><xsl:value-of select="@state"/></bdi></xsl:for-each></strong><xsl:if test="@authority"><br/><bdi><xsl:value-of select="@authority"/></bdi></xsl:if></div>
            <dl>
              <xsl:if test="@reference"><dt><xsl:apply-templates select="d:word[@key = 'doc.reference']" mode="both"/></dt><dd><bdi><xsl:value-of select="@reference"/></bdi></dd></xsl:if>
              <xsl:if test="@date"><dt><xsl:apply-templates select="d:word[@key = 'doc.date']" mode="both"/></dt><dd><xsl:value-of select="@date"/><xsl:for-each select="d:document"><br/><bdi><xsl:call-template name="language"/><xsl:value-of select="@date"/></bdi></xsl:for-each></dd></xsl:if>
            </dl>
          </header></xsl:if>
          <h1><xsl:value-of select="d:title"/><xsl:for-each select="d:document"><xsl:text> </xsl:text><span class="second"><xsl:call-template name="language"/><xsl:value-of select="d:title"/></span></xsl:for-each></h1>
          <xsl:choose>
            <xsl:when test="d:document"><xsl:for-each select="d:section"><div class="two"><xsl:apply-templates select=". | ../d:document/d:section[@id = current()/@id]"/></div></xsl:for-each></xsl:when>
            <xsl:otherwise><xsl:apply-templates select="d:section"/></xsl:otherwise>
          </xsl:choose>
          <xsl:apply-templates select="d:signature"/>
          <footer>
            <xsl:value-of select="d:word[@key = 'doc.form']"/><xsl:text> </xsl:text><bdi><xsl:value-of select="concat(@form, ' ', @version)"/></bdi>
            <xsl:value-of select="concat(' · ', d:word[@key = 'doc.source'], d:word[@key = 'doc.colon'], ' ')"/><bdi><xsl:value-of select="@source"/></bdi>
            <xsl:if test="@revision"><xsl:value-of select="concat(' · ', d:word[@key = 'doc.revision'], ' ', @revision)"/></xsl:if>
            <xsl:for-each select="d:document"><br/><span><xsl:call-template name="language"/><xsl:value-of select="concat(d:word[@key = 'doc.source'], d:word[@key = 'doc.colon'], ' ', @source)"/></span></xsl:for-each>
            <xsl:if test="@sha256"><br/>SHA-256 <xsl:value-of select="@sha256"/></xsl:if>
          </footer>
        </main>
      </body>
    </html>
  </xsl:template>

  <!-- Running heads: the name and the reference, but for the page that has them as title; then the form, and page x of y. -->
  <xsl:template name="paper">
    <xsl:variable name="start"><xsl:choose><xsl:when test="@dir = 'rtl'">right</xsl:when><xsl:otherwise>left</xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:variable name="end"><xsl:choose><xsl:when test="@dir = 'rtl'">left</xsl:when><xsl:otherwise>right</xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:variable name="look" select="concat('font: 8pt &quot;Noto Serif&quot;, &quot;Noto Serif Georgian&quot;, &quot;Arabic&quot;, Georgia, serif; color: #51606e; direction: ', @dir, ';')"/>
    <xsl:text>@page { size: A4; margin: </xsl:text><xsl:choose><xsl:when test="@page">14mm 18mm 16mm</xsl:when><xsl:otherwise>22mm 20mm 19mm</xsl:otherwise></xsl:choose><xsl:text>; </xsl:text>
    <xsl:for-each select="d:title"><xsl:value-of select="concat('@top-', $start, ' { ', $look, ' content: ')"/><xsl:call-template name="quoted"/><xsl:text>; } </xsl:text></xsl:for-each>
    <xsl:for-each select="@reference"><xsl:value-of select="concat('@top-', $end, ' { ', $look, ' content: ')"/><xsl:call-template name="quoted"/><xsl:text>; } </xsl:text></xsl:for-each>
    <xsl:value-of select="concat('@bottom-', $start, ' { ', $look, ' content: ')"/>
    <xsl:call-template name="quoted"><xsl:with-param name="text"><xsl:value-of select="concat(d:word[@key = 'doc.form'], ' ', @form, ' ', @version)"/><xsl:if test="@revision"><xsl:value-of select="concat(' · ', d:word[@key = 'doc.revision'], ' ', @revision)"/></xsl:if></xsl:with-param></xsl:call-template>
    <xsl:value-of select="concat('; } @bottom-', $end, ' { ', $look, ' content: ')"/>
    <xsl:call-template name="quoted"><xsl:with-param name="text" select="concat(d:word[@key = 'doc.page'], ' ')"/></xsl:call-template>
    <xsl:text> counter(page) </xsl:text>
    <xsl:call-template name="quoted"><xsl:with-param name="text" select="concat(' ', d:word[@key = 'doc.of'], ' ')"/></xsl:call-template>
    <xsl:text> counter(pages); } }
@page :first { margin-top: 18mm; @top-left { content: none; } @top-right { content: none; } }</xsl:text>
  </xsl:template>
  <!-- A text as a string of CSS, without what could end the string or the style. -->
  <xsl:template name="quoted">
    <xsl:param name="text" select="string()"/>
    <xsl:value-of select="concat('&quot;', translate($text, '&quot;\&lt;&gt;&#9;&#10;&#13;', ''), '&quot;')"/>
  </xsl:template>

  <xsl:template match="d:section">
    <section aria-labelledby="{../@prefix}s-{@id}">
      <xsl:for-each select="parent::*[@prefix]"><xsl:call-template name="language"/></xsl:for-each>
      <h2 id="{../@prefix}s-{@id}"><xsl:if test="@number"><span><xsl:value-of select="@number"/></span></xsl:if><xsl:value-of select="d:heading"/></h2>
      <xsl:call-template name="items"/>
    </section>
  </xsl:template>

  <!-- Neighbouring short fields share one list; a long one and other items stand alone. -->
  <xsl:template name="items">
    <xsl:for-each select="*[position() &gt; 1]">
      <xsl:choose>
        <xsl:when test="self::d:field[d:value/*]">
          <dl class="long"><dt><xsl:if test="string(d:label) = ../d:heading"><xsl:attribute name="class">away</xsl:attribute></xsl:if><xsl:value-of select="d:label"/></dt><xsl:apply-templates select="d:value"/></dl>
        </xsl:when>
        <xsl:when test="self::d:field and preceding-sibling::*[1][self::d:field][not(d:value/*)]"/>
        <xsl:when test="self::d:field">
          <dl class="fields"><xsl:apply-templates select="." mode="run"/></dl>
        </xsl:when>
        <xsl:otherwise><xsl:apply-templates select="."/></xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="d:field" mode="run">
    <dt><xsl:value-of select="d:label"/></dt>
    <xsl:if test="d:missing"><dd><span class="missing"><xsl:value-of select="ancestor::d:document[1]/d:word[@key = 'doc.none']"/></span></dd></xsl:if>
    <xsl:apply-templates select="d:value"/>
    <xsl:for-each select="d:line"><dd class="line"/></xsl:for-each>
    <xsl:apply-templates select="following-sibling::*[1][self::d:field][not(d:value/*)]" mode="run"/>
  </xsl:template>
  <xsl:template match="d:value">
    <xsl:choose>
      <xsl:when test="*">
        <dd>
          <xsl:call-template name="language"/>
          <xsl:for-each select="d:p"><p><xsl:call-template name="language"/><xsl:apply-templates select="node()" mode="run"/></p></xsl:for-each>
          <xsl:if test="d:q"><ol><xsl:for-each select="d:q"><li><xsl:call-template name="language"/><xsl:apply-templates select="node()" mode="run"/></li></xsl:for-each></ol></xsl:if>
        </dd>
      </xsl:when>
      <xsl:when test="@xml:lang or @dir"><dd><bdi><xsl:call-template name="language"/><xsl:value-of select="."/></bdi></dd></xsl:when>
      <xsl:otherwise><dd><xsl:value-of select="."/></dd></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="language">
    <xsl:if test="@xml:lang"><xsl:attribute name="lang"><xsl:value-of select="@xml:lang"/></xsl:attribute></xsl:if>
    <xsl:choose>
      <xsl:when test="@dir"><xsl:attribute name="dir"><xsl:value-of select="@dir"/></xsl:attribute></xsl:when>
      <xsl:when test="@xml:lang"><xsl:attribute name="dir">auto</xsl:attribute></xsl:when>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="d:span" mode="run"><span><xsl:call-template name="language"/><xsl:value-of select="."/></span></xsl:template>

  <xsl:template match="d:group">
    <div class="group"><xsl:element name="h{3 + count(ancestor::d:group)}"><xsl:value-of select="d:title"/></xsl:element><xsl:call-template name="items"/></div>
  </xsl:template>
  <xsl:template match="d:ticks">
    <div class="ticks"><p><xsl:value-of select="d:label"/></p>
      <ul><xsl:for-each select="d:tick"><li><xsl:choose><xsl:when test="@on = 'yes'"><strong>☒ <xsl:value-of select="."/></strong></xsl:when><xsl:otherwise>☐ <xsl:value-of select="."/></xsl:otherwise></xsl:choose></li></xsl:for-each></ul></div>
  </xsl:template>
  <xsl:template match="d:note"><p><xsl:value-of select="."/></p></xsl:template>
  <xsl:template match="d:table">
    <table>
      <caption><xsl:if test="string(d:caption) = ancestor::d:section/d:heading"><xsl:attribute name="class">away</xsl:attribute></xsl:if><xsl:value-of select="d:caption"/></caption>
      <thead><tr><xsl:for-each select="d:head/d:cell"><th scope="col"><xsl:value-of select="."/></th></xsl:for-each></tr></thead>
      <tbody><xsl:for-each select="d:row"><tr><xsl:for-each select="d:cell"><td><xsl:choose>
        <xsl:when test="d:line"><xsl:attribute name="class">empty</xsl:attribute></xsl:when>
        <xsl:when test="@type = 'number'"><xsl:attribute name="class">number</xsl:attribute></xsl:when>
        <xsl:when test="@type = 'date' or (string-length(.) &lt; 20 and not(contains(., ' ')))"><xsl:attribute name="class">short</xsl:attribute></xsl:when>
        <xsl:when test="string-length(.) &gt; 32 and not(contains(., ' '))"><xsl:attribute name="class">unbroken</xsl:attribute></xsl:when>
      </xsl:choose><xsl:value-of select="."/></td></xsl:for-each></tr></xsl:for-each></tbody>
    </table>
  </xsl:template>
  <!-- In a narrow column a wide table is a list: each row says what it has. -->
  <xsl:template match="d:table[/d:document/d:document][count(d:head/d:cell) &gt; 3]" priority="1">
    <p class="caption"><xsl:value-of select="d:caption"/></p>
    <ol class="rows"><xsl:for-each select="d:row"><li><dl class="fields"><xsl:for-each select="d:cell">
      <xsl:variable name="column" select="position()"/>
      <xsl:if test="string(.)"><dt><xsl:value-of select="../../d:head/d:cell[$column]"/></dt><dd><xsl:value-of select="."/></dd></xsl:if>
    </xsl:for-each></dl></li></xsl:for-each></ol>
  </xsl:template>
  <xsl:template match="d:signature">
    <div class="signature"><p><xsl:apply-templates select="." mode="both"/></p>
      <div><xsl:apply-templates select="../d:word[@key = 'sign.place']" mode="both"/></div><div><xsl:apply-templates select="../d:word[@key = 'sign.name']" mode="both"/></div></div>
  </xsl:template>
  <!-- A word of the layout, with its like of a second language. -->
  <xsl:template match="d:word | d:signature" mode="both">
    <xsl:value-of select="."/>
    <xsl:for-each select="../d:document/*[name() = name(current()) and string(@key) = string(current()/@key) and (@key or count(preceding-sibling::d:signature) = count(current()/preceding-sibling::d:signature))]"><xsl:text> / </xsl:text><bdi><xsl:for-each select=".."><xsl:call-template name="language"/></xsl:for-each><xsl:value-of select="."/></bdi></xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
