<?xml version="1.0" encoding="UTF-8"?>
<!-- html.xsl - a document model as one self-contained, accessible page that prints on A4 -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:mla:document:1" version="1.0" exclude-result-prefixes="d">
  <xsl:output method="html" encoding="UTF-8" doctype-system="about:legacy-compat" indent="no"/>

  <xsl:template match="/d:document">
    <html lang="{@xml:lang}" dir="{@dir}">
      <head>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title><xsl:value-of select="d:title"/><xsl:if test="@reference"><xsl:value-of select="concat(' ', @reference)"/></xsl:if></title>
        <style>
:root { --ink: #1b1f24; --soft: #51606e; --line: #c5ced6; --band: #f3f5f7; --accent: #17365d; }
* { box-sizing: border-box; }
body { margin: 0; background: #e9ecef; color: var(--ink); font: 16px/1.5 "Source Serif 4", "Noto Serif", Georgia, "Times New Roman", serif; }
.sheet { max-width: 52rem; margin: 1.5rem auto; padding: 3.2rem 3.6rem; background: #fff; position: relative; border-top: .35rem solid var(--accent); }
.letterhead { display: flex; justify-content: space-between; gap: 2rem; border-bottom: 1px solid var(--line); padding-bottom: 1rem; margin-bottom: 1.8rem; font-size: .92rem; color: var(--soft); }
.letterhead strong { color: var(--accent); font-size: 1.02rem; letter-spacing: .04em; text-transform: uppercase; }
.letterhead dl { margin: 0; display: grid; grid-template-columns: auto auto; gap: .1rem .8rem; }
.letterhead dt { color: var(--soft); } .letterhead dd { margin: 0; color: var(--ink); font-variant-numeric: tabular-nums; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1.6rem; color: var(--accent); font-weight: 600; }
h2 { font-size: 1.08rem; margin: 1.9rem 0 .6rem; padding-bottom: .2rem; border-bottom: 1px solid var(--line); color: var(--accent); break-after: avoid; }
h2 span { display: inline-block; min-width: 2rem; color: var(--soft); font-weight: 400; }
h3 { font-size: 1rem; margin: .2rem 0 .3rem; break-after: avoid; }
dl.fields { margin: 0; display: grid; align-items: baseline; grid-template-columns: minmax(9rem, 30%) 1fr; gap: .3rem 1.2rem; }
dl.fields > dt { color: var(--soft); font-size: .93rem; } dl.fields > dt { grid-column: 1; } dl.fields > dd { grid-column: 2; margin: 0; overflow-wrap: anywhere; }
dl.fields > dd.long, dl.fields > dt.long { grid-column: 1 / -1; }
dd p { margin: 0 0 .6rem; } dd ol { margin: .1rem 0 .6rem; padding-inline-start: 1.5rem; } dd li { break-inside: avoid; }
.group { margin: .6rem 0 1rem; padding: 0 0 .1rem; padding-inline-start: 1rem; border-inline-start: .2rem solid var(--line); }
.group .group { break-inside: avoid; }
dl.fields > dt.long { break-after: avoid; }
.note { margin: .3rem 0 .8rem; }
.missing { background: #fff3d6; padding: 0 .35rem; border: 1px dashed #a66a00; color: #6d4500; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; margin: .4rem 0 1rem; }
.away { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
caption { text-align: start; color: var(--soft); font-size: .88rem; padding-bottom: .25rem; }
th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: start; vertical-align: top; overflow-wrap: break-word; }
th { background: var(--band); font-weight: 600; } td.number { text-align: end; font-variant-numeric: tabular-nums; } td.unbroken { overflow-wrap: anywhere; font-size: .82rem; }
tr { break-inside: avoid; }
.signature { margin-top: 2.6rem; display: grid; grid-template-columns: 1fr 1fr; gap: 2.4rem; break-inside: avoid; }
.signature p { grid-column: 1 / -1; margin: 0; font-weight: 600; }
.signature div { border-top: 1px solid var(--ink); padding-top: .3rem; margin-top: 3.2rem; color: var(--soft); font-size: .88rem; }
footer { margin-top: 2.4rem; border-top: 1px solid var(--line); padding-top: .6rem; font-size: .78rem; color: var(--soft); overflow-wrap: anywhere; }
.draft { position: fixed; inset: 40% 0 auto; text-align: center; font: 700 7rem/1 sans-serif; color: rgba(170, 30, 30, .12); transform: rotate(-28deg); pointer-events: none; }
@media (max-width: 40rem) { dl.fields > dd { grid-column: 1; } .sheet { padding: 1.4rem 1.2rem; margin: 0; } dl.fields { grid-template-columns: 1fr; } .letterhead { flex-direction: column; gap: .6rem; } }
@media print {
  html { font-size: 10.5pt; } body { background: #fff; font-size: 1rem; line-height: 1.4; orphans: 3; widows: 3; } .sheet { margin: 0; padding: 0; max-width: none; border-top: 0; }
  h2 { margin-top: 1.2rem; } footer { break-inside: avoid; }
}
@page { size: A4; margin: 22mm 20mm 20mm; @bottom-right { content: "<xsl:value-of select="d:word[@key = 'doc.page']"/> " counter(page) " <xsl:value-of select="d:word[@key = 'doc.of']"/> " counter(pages); font: 8pt sans-serif; color: #51606e; } @bottom-left { content: "<xsl:value-of select="translate(@reference, '&quot;\&lt;&gt;&#9;&#10;&#13;', '')"/>"; font: 8pt sans-serif; color: #51606e; } }
        </style>
      </head>
      <body>
        <main class="sheet">
          <xsl:if test="@verified = 'no'"><div class="draft" aria-hidden="true"><xsl:value-of select="d:word[@key = 'doc.draft']"/></div></xsl:if>
          <header class="letterhead">
            <div><strong><xsl:value-of select="@state"/></strong><xsl:if test="@authority"><br/><xsl:value-of select="@authority"/></xsl:if></div>
            <dl>
              <xsl:if test="@reference"><dt><xsl:value-of select="d:word[@key = 'doc.reference']"/></dt><dd><xsl:value-of select="@reference"/></dd></xsl:if>
              <xsl:if test="@date"><dt><xsl:value-of select="d:word[@key = 'doc.date']"/></dt><dd><xsl:value-of select="@date"/></dd></xsl:if>
            </dl>
          </header>
          <h1><xsl:value-of select="d:title"/></h1>
          <xsl:apply-templates select="d:section"/>
          <xsl:apply-templates select="d:signature"/>
          <footer>
            <xsl:value-of select="concat(d:word[@key = 'doc.form'], ' ', @form, ' ', @version, ' · ', d:word[@key = 'doc.source'], d:word[@key = 'doc.colon'], ' ', @source)"/>
            <xsl:if test="@revision"><xsl:value-of select="concat(' · ', d:word[@key = 'doc.revision'], ' ', @revision)"/></xsl:if>
            <xsl:if test="@sha256"><br/>SHA-256 <xsl:value-of select="@sha256"/></xsl:if>
          </footer>
        </main>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="d:section">
    <section aria-labelledby="s-{@id}">
      <h2 id="s-{@id}"><span><xsl:value-of select="@number"/></span><xsl:value-of select="d:heading"/></h2>
      <xsl:call-template name="items"/>
    </section>
  </xsl:template>

  <!-- Neighbouring fields share one list; other items stand alone. -->
  <xsl:template name="items">
    <xsl:for-each select="d:field | d:group | d:table | d:note">
      <xsl:choose>
        <xsl:when test="self::d:field and not(preceding-sibling::*[1][self::d:field])">
          <dl class="fields"><xsl:apply-templates select="." mode="run"/></dl>
        </xsl:when>
        <xsl:when test="self::d:field"/>
        <xsl:otherwise><xsl:apply-templates select="."/></xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="d:field" mode="run">
    <xsl:variable name="long" select="d:value/d:p or d:value/d:q"/>
    <dt><xsl:if test="$long"><xsl:attribute name="class">long<xsl:if test="string(d:label) = ../d:heading"> away</xsl:if></xsl:attribute></xsl:if><xsl:value-of select="d:label"/></dt>
    <xsl:if test="d:missing"><dd><span class="missing"><xsl:value-of select="/d:document/d:word[@key = 'doc.none']"/></span></dd></xsl:if>
    <xsl:apply-templates select="d:value"/>
    <xsl:apply-templates select="following-sibling::*[1][self::d:field]" mode="run"/>
  </xsl:template>
  <xsl:template match="d:value">
    <xsl:choose>
      <xsl:when test="d:p or d:q">
        <dd class="long">
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
    <div class="group"><h3><xsl:value-of select="d:title"/></h3><xsl:call-template name="items"/></div>
  </xsl:template>
  <xsl:template match="d:note"><p class="note"><xsl:value-of select="."/></p></xsl:template>
  <xsl:template match="d:table">
    <table>
      <caption><xsl:if test="string(d:caption) = ancestor::d:section/d:heading"><xsl:attribute name="class">away</xsl:attribute></xsl:if><xsl:value-of select="d:caption"/></caption>
      <thead><tr><xsl:for-each select="d:head/d:cell"><th scope="col"><xsl:value-of select="."/></th></xsl:for-each></tr></thead>
      <tbody><xsl:for-each select="d:row"><tr><xsl:for-each select="d:cell"><td><xsl:choose>
        <xsl:when test="@type = 'number'"><xsl:attribute name="class">number</xsl:attribute></xsl:when>
        <xsl:when test="string-length(.) &gt; 32 and not(contains(., ' '))"><xsl:attribute name="class">unbroken</xsl:attribute></xsl:when>
      </xsl:choose><xsl:value-of select="."/></td></xsl:for-each></tr></xsl:for-each></tbody>
    </table>
  </xsl:template>
  <xsl:template match="d:signature">
    <div class="signature"><p><xsl:value-of select="."/></p>
      <div><xsl:value-of select="/d:document/d:word[@key = 'sign.place']"/></div><div><xsl:value-of select="/d:document/d:word[@key = 'sign.name']"/></div></div>
  </xsl:template>
</xsl:stylesheet>
