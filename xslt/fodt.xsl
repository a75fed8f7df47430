<?xml version="1.0" encoding="UTF-8"?>
<!-- fodt.xsl - a document model as a flat OpenDocument text, to be finished and signed in a word processor -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:mla:document:1" version="1.0"
  xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
  xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
  xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" exclude-result-prefixes="d">
  <xsl:output method="xml" encoding="UTF-8" indent="no"/>
  <!-- Styles of paragraphs that a second language has of its own. -->
  <xsl:variable name="second" select="' Heading_20_1 Heading_20_2 Text_20_body Label Value Question Caption Table_20_heading Table_20_contents Table_20_number '"/>
  <xsl:variable name="rtl" select="/d:document/@dir = 'rtl'"/>
  <!-- The word processor reads "start" as left and "end" as right, whatever the direction. -->
  <xsl:variable name="start"><xsl:choose><xsl:when test="$rtl">end</xsl:when><xsl:otherwise>start</xsl:otherwise></xsl:choose></xsl:variable>
  <xsl:variable name="end"><xsl:choose><xsl:when test="$rtl">start</xsl:when><xsl:otherwise>end</xsl:otherwise></xsl:choose></xsl:variable>

  <xsl:template match="/d:document">
    <office:document office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
      <office:meta>
        <meta:generator>mla</meta:generator>
        <dc:title><xsl:value-of select="normalize-space(concat(d:title, ' ', @reference))"/></dc:title>
        <dc:language><xsl:value-of select="@xml:lang"/></dc:language>
      </office:meta>
      <office:font-face-decls>
        <style:font-face style:name="Body" svg:font-family="'Noto Serif', 'Liberation Serif', 'Times New Roman'" style:font-family-generic="roman"/>
        <style:font-face style:name="Complex" svg:font-family="'Noto Naskh Arabic', 'Noto Serif', 'Times New Roman'" style:font-family-generic="roman"/>
      </office:font-face-decls>
      <office:styles>
        <style:default-style style:family="paragraph">
          <style:paragraph-properties fo:line-height="100%" fo:orphans="2" fo:widows="2">
            <xsl:if test="@page and $rtl"><xsl:attribute name="fo:line-height">80%</xsl:attribute></xsl:if>
            <xsl:attribute name="style:writing-mode"><xsl:choose><xsl:when test="$rtl">rl-tb</xsl:when><xsl:otherwise>lr-tb</xsl:otherwise></xsl:choose></xsl:attribute>
            <xsl:attribute name="fo:text-align"><xsl:value-of select="$start"/></xsl:attribute>
          </style:paragraph-properties>
          <style:text-properties style:font-name="Body" style:font-name-complex="Complex" fo:font-size="10pt" style:font-size-asian="10pt" style:font-size-complex="11pt" fo:color="#1b1f24"><xsl:if test="@page"><xsl:attribute name="fo:font-size">9pt</xsl:attribute><xsl:attribute name="style:font-size-complex">9pt</xsl:attribute></xsl:if><xsl:call-template name="language"/></style:text-properties>
        </style:default-style>
        <style:style style:name="Standard" style:family="paragraph" style:class="text"/>
        <style:style style:name="Text_20_body" style:display-name="Text body" style:family="paragraph" style:parent-style-name="Standard" style:class="text"><style:paragraph-properties fo:margin-bottom="2mm"/></style:style>
        <style:style style:name="Letterhead" style:family="paragraph" style:parent-style-name="Standard"><style:text-properties fo:color="#17365d" fo:font-weight="bold" style:font-weight-complex="bold" fo:font-size="11.5pt"/></style:style>
        <style:style style:name="Letterhead_20_authority" style:display-name="Letterhead authority" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-bottom="3mm" fo:padding-bottom="2mm" fo:border-bottom="0.5pt solid #c5ced6"/><style:text-properties fo:color="#51606e"/></style:style>
        <style:style style:name="Title" style:family="paragraph" style:parent-style-name="Standard" style:class="chapter"><style:paragraph-properties fo:margin-top="3mm" fo:margin-bottom="3mm" fo:keep-with-next="always"/><style:text-properties fo:font-size="17pt" style:font-size-complex="17pt" fo:font-weight="bold" style:font-weight-complex="bold" fo:color="#17365d"/></style:style>
        <style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:parent-style-name="Standard" style:next-style-name="Text_20_body" style:default-outline-level="1" style:class="text"><style:paragraph-properties fo:margin-top="2mm" fo:margin-bottom="1mm" fo:padding-bottom="0.4mm" fo:border-bottom="0.5pt solid #c5ced6" fo:keep-with-next="always"/><style:text-properties fo:font-size="12.5pt" style:font-size-complex="12.5pt" fo:font-weight="bold" style:font-weight-complex="bold" fo:color="#17365d"/></style:style>
        <style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph" style:parent-style-name="Standard" style:next-style-name="Text_20_body" style:default-outline-level="2" style:class="text"><style:paragraph-properties fo:margin-top="3mm" fo:margin-bottom="1mm" fo:keep-with-next="always"/><style:text-properties fo:font-weight="bold" style:font-weight-complex="bold"/></style:style>
        <style:style style:name="Label" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-top="0.4mm" fo:keep-with-next="always"/><style:text-properties fo:color="#51606e" fo:font-size="9pt" style:font-size-complex="9pt"/></style:style>
        <style:style style:name="Value" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-top="0.2mm"/></style:style>
        <style:style style:name="Missing" style:family="text"><style:text-properties fo:background-color="#fff3d6" fo:color="#6d4500"/></style:style>
        <style:style style:name="Caption" style:family="paragraph" style:parent-style-name="Standard" style:class="extra"><style:paragraph-properties fo:margin-top="2mm" fo:margin-bottom="1mm" fo:keep-with-next="always"/><style:text-properties fo:color="#51606e" fo:font-size="9pt" style:font-size-complex="9pt"/></style:style>
        <style:style style:name="Table_20_heading" style:display-name="Table heading" style:family="paragraph" style:parent-style-name="Standard" style:class="extra"><style:text-properties fo:font-weight="bold" style:font-weight-complex="bold" fo:font-size="9pt" style:font-size-complex="9pt"/></style:style>
        <style:style style:name="Table_20_contents" style:display-name="Table contents" style:family="paragraph" style:parent-style-name="Standard" style:class="extra"><style:text-properties fo:font-size="9pt" style:font-size-complex="9pt"/></style:style>
        <style:style style:name="Table_20_number" style:display-name="Table number" style:family="paragraph" style:parent-style-name="Table_20_contents" style:class="extra"><style:paragraph-properties fo:text-align="{$end}"/></style:style>
        <style:style style:name="Question" style:family="paragraph" style:parent-style-name="Text_20_body"><style:paragraph-properties fo:margin-left="6mm"/></style:style>
        <style:style style:name="Draft" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:text-align="center"/><style:text-properties fo:color="#aa1e1e" fo:font-weight="bold" style:font-weight-complex="bold" fo:font-size="16pt"/></style:style>
        <style:style style:name="Draft_20_note" style:display-name="Draft note" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:text-align="center" fo:margin-bottom="4mm"/><style:text-properties fo:color="#8f1a1a"/></style:style>
        <style:style style:name="Signature" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-top="14mm" fo:padding-top="1mm" fo:border-top="0.5pt solid #1b1f24" style:join-border="false"/><style:text-properties fo:color="#51606e" fo:font-size="9pt"/></style:style>
        <style:style style:name="Signed" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-top="10mm" fo:keep-with-next="always"/><style:text-properties fo:font-weight="bold" style:font-weight-complex="bold"/></style:style>
        <style:style style:name="Footer" style:family="paragraph" style:parent-style-name="Standard" style:class="extra"><style:paragraph-properties fo:padding-top="1mm" fo:border-top="0.5pt solid #c5ced6"><style:tab-stops><style:tab-stop style:position="170mm" style:type="right"/></style:tab-stops></style:paragraph-properties><style:text-properties fo:color="#51606e" fo:font-size="8pt" style:font-size-complex="8pt"/></style:style>
        <style:style style:name="Small" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-top="3mm"/><style:text-properties fo:color="#51606e" fo:font-size="8pt" style:font-size-complex="8pt"/></style:style>
      </office:styles>
      <office:automatic-styles>
        <xsl:for-each select="d:used">
          <style:style style:name="L-{@xml:lang}" style:family="text"><style:text-properties><xsl:call-template name="language"/></style:text-properties></style:style>
          <style:style style:name="P-{@xml:lang}" style:family="paragraph" style:parent-style-name="Text_20_body">
            <style:paragraph-properties><xsl:choose><xsl:when test="@dir = 'rtl'"><xsl:attribute name="style:writing-mode">rl-tb</xsl:attribute><xsl:attribute name="fo:text-align">right</xsl:attribute></xsl:when><xsl:otherwise><xsl:attribute name="style:writing-mode">lr-tb</xsl:attribute><xsl:attribute name="fo:text-align">left</xsl:attribute></xsl:otherwise></xsl:choose></style:paragraph-properties>
            <style:text-properties><xsl:call-template name="language"/></style:text-properties>
          </style:style>
        </xsl:for-each>
        <xsl:for-each select="d:document"><xsl:call-template name="seconds"><xsl:with-param name="names" select="substring($second, 2)"/></xsl:call-template></xsl:for-each>
        <style:style style:name="Fields" style:family="table"><style:table-properties style:width="170mm" fo:margin-bottom="1mm" table:align="margins" table:border-model="collapsing"><xsl:if test="$rtl"><xsl:attribute name="style:writing-mode">rl-tb</xsl:attribute></xsl:if></style:table-properties></style:style>
        <xsl:for-each select="d:document">
          <style:style style:name="b-Fields" style:family="table"><style:table-properties style:width="170mm" fo:margin-bottom="1mm" table:align="margins" table:border-model="collapsing"><xsl:attribute name="style:writing-mode"><xsl:choose><xsl:when test="@dir = 'rtl'">rl-tb</xsl:when><xsl:otherwise>lr-tb</xsl:otherwise></xsl:choose></xsl:attribute></style:table-properties></style:style>
          <style:style style:name="b-Title" style:family="text"><style:text-properties fo:font-size="13pt" style:font-size-complex="13pt"><xsl:call-template name="language"/></style:text-properties></style:style>
          <style:style style:name="Two" style:family="table-column"><style:table-column-properties style:rel-column-width="1*"/></style:style>
          <style:style style:name="Side" style:family="table-cell"><style:table-cell-properties fo:padding-left="1.5mm" fo:padding-right="1.5mm" fo:border="none"/></style:style>
        </xsl:for-each>
        <style:style style:name="Fields.label" style:family="table-column"><style:table-column-properties style:column-width="50mm" style:rel-column-width="50*"/></style:style>
        <style:style style:name="Fields.value" style:family="table-column"><style:table-column-properties style:column-width="120mm" style:rel-column-width="120*"/></style:style>
        <style:style style:name="Row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/></style:style>
        <style:style style:name="Plain" style:family="table-cell"><style:table-cell-properties fo:padding="0.15mm" fo:border="none"/></style:style>
        <style:style style:name="Head" style:family="table-cell"><style:table-cell-properties fo:padding-top="0.3mm" fo:padding-bottom="0.3mm" fo:padding-left="0.7mm" fo:padding-right="0.7mm" fo:border="0.5pt solid #c5ced6" fo:background-color="#f3f5f7"/></style:style>
        <style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:padding-top="0.3mm" fo:padding-bottom="0.3mm" fo:padding-left="0.7mm" fo:padding-right="0.7mm" fo:border="0.5pt solid #c5ced6"/></style:style>
        <xsl:apply-templates select="//d:table" mode="widths"/>
        <style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm" fo:margin-top="16mm" fo:margin-bottom="11mm" fo:margin-left="20mm" fo:margin-right="20mm"><xsl:if test="@page"><xsl:attribute name="fo:margin-top">10mm</xsl:attribute><xsl:attribute name="fo:margin-bottom">6mm</xsl:attribute></xsl:if><xsl:if test="$rtl"><xsl:attribute name="style:writing-mode">rl-tb</xsl:attribute></xsl:if></style:page-layout-properties><style:footer-style><style:header-footer-properties fo:min-height="10mm" fo:margin-top="4mm"/></style:footer-style></style:page-layout>
      </office:automatic-styles>
      <office:master-styles>
        <style:master-page style:name="Standard" style:page-layout-name="A4">
          <style:footer><text:p text:style-name="Footer">
            <xsl:value-of select="concat(d:word[@key = 'doc.form'], ' ', @form, ' ', @version)"/>
            <xsl:if test="@reference"><xsl:value-of select="concat(' · ', @reference)"/></xsl:if>
            <text:tab/><xsl:value-of select="concat(d:word[@key = 'doc.page'], ' ')"/><text:page-number text:select-page="current">1</text:page-number><xsl:value-of select="concat(' ', d:word[@key = 'doc.of'], ' ')"/><text:page-count>1</text:page-count>
          </text:p></style:footer>
        </style:master-page>
      </office:master-styles>
      <office:body><office:text>
        <xsl:for-each select=". | d:document">
          <xsl:if test="@verified = 'no'">
            <text:p text:style-name="Draft"><xsl:value-of select="d:word[@key = 'doc.draft']"/></text:p>
            <text:p text:style-name="Draft_20_note"><xsl:value-of select="concat(d:word[@key = 'doc.unconfirmed'], d:word[@key = 'doc.colon'], ' ', @unconfirmed)"/></text:p>
          </xsl:if>
        </xsl:for-each>
        <xsl:if test="@state or @authority">
          <text:p text:style-name="Letterhead"><xsl:value-of select="@state"/><xsl:for-each select="d:document[@state]"><xsl:value-of select="concat(' / ', @state)"/></xsl:for-each></text:p>
          <text:p text:style-name="Letterhead_20_authority"><xsl:value-of select="@authority"/></text:p>
        </xsl:if>
        <xsl:for-each select=". | d:document">
          <text:p text:style-name="{@prefix}Value">
            <xsl:if test="@reference"><xsl:value-of select="concat(d:word[@key = 'doc.reference'], d:word[@key = 'doc.colon'], ' ', @reference)"/></xsl:if>
            <xsl:if test="@reference and @date"><text:tab/></xsl:if>
            <xsl:if test="@date"><xsl:value-of select="concat(d:word[@key = 'doc.date'], d:word[@key = 'doc.colon'], ' ', @date)"/></xsl:if>
          </text:p>
        </xsl:for-each>
        <text:p text:style-name="Title"><xsl:value-of select="d:title"/><xsl:for-each select="d:document"><text:line-break/><text:span text:style-name="b-Title"><xsl:value-of select="d:title"/></text:span></xsl:for-each></text:p>
        <xsl:choose>
          <xsl:when test="d:document">
            <table:table table:style-name="Fields"><table:table-column table:style-name="Two" table:number-columns-repeated="2"/>
              <xsl:for-each select="d:section"><table:table-row><xsl:for-each select=". | ../d:document/d:section[@id = current()/@id]"><table:table-cell table:style-name="Side"><xsl:apply-templates select="."/></table:table-cell></xsl:for-each></table:table-row></xsl:for-each>
            </table:table>
          </xsl:when>
          <xsl:otherwise><xsl:apply-templates select="d:section"/></xsl:otherwise>
        </xsl:choose>
        <xsl:apply-templates select="d:signature"/>
        <text:p text:style-name="Small">
          <xsl:value-of select="concat(d:word[@key = 'doc.source'], d:word[@key = 'doc.colon'], ' ', @source)"/>
          <xsl:for-each select="d:document"><text:line-break/><xsl:value-of select="concat(d:word[@key = 'doc.source'], d:word[@key = 'doc.colon'], ' ', @source)"/><text:line-break/></xsl:for-each>
          <xsl:if test="@revision"><xsl:value-of select="concat(' · ', d:word[@key = 'doc.revision'], ' ', @revision)"/></xsl:if>
          <xsl:if test="@sha256"><xsl:value-of select="concat(' · SHA-256 ', @sha256)"/></xsl:if>
        </text:p>
      </office:text></office:body>
    </office:document>
  </xsl:template>

  <!-- fo:language is for western scripts, its complex sister for the others: both name it. -->
  <xsl:template name="language">
    <xsl:variable name="code"><xsl:choose><xsl:when test="contains(@xml:lang, '-')"><xsl:value-of select="substring-before(@xml:lang, '-')"/></xsl:when><xsl:otherwise><xsl:value-of select="@xml:lang"/></xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:if test="string($code)">
      <xsl:attribute name="fo:language"><xsl:value-of select="$code"/></xsl:attribute><xsl:attribute name="fo:country">none</xsl:attribute>
      <xsl:attribute name="style:language-complex"><xsl:value-of select="$code"/></xsl:attribute><xsl:attribute name="style:country-complex">none</xsl:attribute>
    </xsl:if>
  </xsl:template>

  <!-- A style of each name, in the language and the direction of the document. -->
  <xsl:template name="seconds">
    <xsl:param name="names"/>
    <xsl:variable name="name" select="substring-before($names, ' ')"/>
    <xsl:if test="$name">
      <style:style style:name="b-{$name}" style:family="paragraph" style:parent-style-name="{$name}">
        <style:paragraph-properties><xsl:attribute name="style:writing-mode"><xsl:choose><xsl:when test="@dir = 'rtl'">rl-tb</xsl:when><xsl:otherwise>lr-tb</xsl:otherwise></xsl:choose></xsl:attribute><xsl:attribute name="fo:text-align"><xsl:choose><xsl:when test="@dir = 'rtl'">right</xsl:when><xsl:otherwise>left</xsl:otherwise></xsl:choose></xsl:attribute></style:paragraph-properties>
        <style:text-properties><xsl:call-template name="language"/></style:text-properties>
      </style:style>
      <xsl:call-template name="seconds"><xsl:with-param name="names" select="substring-after($names, ' ')"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template match="d:section">
    <text:h text:style-name="{ancestor::d:document/@prefix}Heading_20_1" text:outline-level="1"><xsl:if test="@number"><xsl:value-of select="concat(@number, '  ')"/></xsl:if><xsl:value-of select="d:heading"/></text:h>
    <xsl:call-template name="items"/>
  </xsl:template>
  <xsl:template match="d:group">
    <text:h text:style-name="{ancestor::d:document/@prefix}Heading_20_2" text:outline-level="2"><xsl:value-of select="d:title"/></text:h>
    <xsl:call-template name="items"/>
  </xsl:template>
  <xsl:template match="d:ticks">
    <text:p text:style-name="{ancestor::d:document/@prefix}Caption"><xsl:value-of select="d:label"/></text:p>
    <xsl:variable name="prefix" select="ancestor::d:document/@prefix"/>
    <xsl:for-each select="d:tick"><text:p text:style-name="{$prefix}Value"><xsl:choose><xsl:when test="@on = 'yes'">☒ </xsl:when><xsl:otherwise>☐ </xsl:otherwise></xsl:choose><xsl:value-of select="."/></text:p></xsl:for-each>
  </xsl:template>
  <xsl:template match="d:note"><text:p text:style-name="{ancestor::d:document/@prefix}Text_20_body"><xsl:value-of select="."/></text:p></xsl:template>

  <!-- Short fields that follow one another share a table without lines; long ones are paragraphs. -->
  <xsl:template name="items">
    <xsl:for-each select="*[position() &gt; 1]">
      <xsl:choose>
        <xsl:when test="self::d:field[d:value/*]"><xsl:call-template name="long"/></xsl:when>
        <xsl:when test="self::d:field and preceding-sibling::*[1][self::d:field][not(d:value/*)]"/>
        <xsl:when test="self::d:field">
          <table:table table:style-name="{ancestor::d:document/@prefix}Fields"><table:table-column table:style-name="Fields.label"/><table:table-column table:style-name="Fields.value"/><xsl:apply-templates select="." mode="run"/></table:table>
        </xsl:when>
        <xsl:otherwise><xsl:apply-templates select="."/></xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="d:field" mode="run">
    <table:table-row table:style-name="Row">
      <table:table-cell table:style-name="Plain"><text:p text:style-name="{ancestor::d:document/@prefix}Label"><xsl:value-of select="d:label"/></text:p></table:table-cell>
      <table:table-cell table:style-name="Plain">
        <xsl:if test="d:missing"><text:p text:style-name="{ancestor::d:document/@prefix}Value"><text:span text:style-name="Missing"><xsl:value-of select="concat('[', ancestor::d:document[1]/d:word[@key = 'doc.none'], ']')"/></text:span></text:p></xsl:if>
        <xsl:for-each select="d:line"><text:p text:style-name="Value">______________________________________</text:p></xsl:for-each>
        <xsl:for-each select="d:value"><text:p text:style-name="{ancestor::d:document/@prefix}Value"><xsl:choose><xsl:when test="@xml:lang"><text:span text:style-name="L-{@xml:lang}"><xsl:value-of select="."/></text:span></xsl:when><xsl:otherwise><xsl:value-of select="."/></xsl:otherwise></xsl:choose></text:p></xsl:for-each>
      </table:table-cell>
    </table:table-row>
    <xsl:apply-templates select="following-sibling::*[1][self::d:field][not(d:value/*)]" mode="run"/>
  </xsl:template>
  <xsl:template name="long">
    <xsl:if test="string(d:label) != string(../d:heading)"><text:p text:style-name="{ancestor::d:document/@prefix}Label"><xsl:value-of select="d:label"/></text:p></xsl:if>
    <xsl:for-each select="d:value/d:p"><text:p><xsl:attribute name="text:style-name"><xsl:choose><xsl:when test="@xml:lang"><xsl:value-of select="concat('P-', @xml:lang)"/></xsl:when><xsl:otherwise><xsl:value-of select="concat(ancestor::d:document/@prefix, 'Text_20_body')"/></xsl:otherwise></xsl:choose></xsl:attribute><xsl:apply-templates mode="run"/></text:p></xsl:for-each>
    <xsl:for-each select="d:value/d:q"><text:p text:style-name="{ancestor::d:document/@prefix}Question"><xsl:value-of select="concat(position(), '. ')"/><xsl:apply-templates mode="run"/></text:p></xsl:for-each>
  </xsl:template>
  <xsl:template match="d:span" mode="run"><xsl:choose><xsl:when test="@xml:lang"><text:span text:style-name="L-{@xml:lang}"><xsl:value-of select="."/></text:span></xsl:when><xsl:otherwise><xsl:value-of select="."/></xsl:otherwise></xsl:choose></xsl:template>

  <!-- A column is as wide as its longest text asks for, within reason. -->
  <xsl:template match="d:table" mode="widths">
    <xsl:for-each select="d:column">
      <xsl:variable name="width"><xsl:choose><xsl:when test="@longest &lt; 8">8</xsl:when><xsl:when test="@longest &gt; 48">48</xsl:when><xsl:otherwise><xsl:value-of select="@longest"/></xsl:otherwise></xsl:choose></xsl:variable>
      <style:style style:name="{ancestor::d:document/@prefix}T{../@number}.{position()}" style:family="table-column"><style:table-column-properties style:rel-column-width="{$width}*"/></style:style>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="d:table">
    <xsl:if test="string(d:caption) != string(ancestor::d:section/d:heading)"><text:p text:style-name="{ancestor::d:document/@prefix}Caption"><xsl:value-of select="d:caption"/></text:p></xsl:if>
    <table:table table:style-name="{ancestor::d:document/@prefix}Fields">
        <xsl:for-each select="d:head/d:cell"><table:table-column table:style-name="{ancestor::d:document/@prefix}T{../../@number}.{position()}"/></xsl:for-each>
      <table:table-header-rows><table:table-row table:style-name="Row"><xsl:for-each select="d:head/d:cell"><table:table-cell table:style-name="Head"><text:p text:style-name="{ancestor::d:document/@prefix}Table_20_heading"><xsl:value-of select="."/></text:p></table:table-cell></xsl:for-each></table:table-row></table:table-header-rows>
      <xsl:for-each select="d:row"><table:table-row table:style-name="Row"><xsl:for-each select="d:cell"><table:table-cell table:style-name="Cell"><text:p text:style-name="{ancestor::d:document/@prefix}Table_20_contents"><xsl:if test="@type = 'number'"><xsl:attribute name="text:style-name"><xsl:value-of select="concat(ancestor::d:document/@prefix, 'Table_20_number')"/></xsl:attribute></xsl:if><xsl:value-of select="."/></text:p></table:table-cell></xsl:for-each></table:table-row></xsl:for-each>
    </table:table>
  </xsl:template>

  <!-- In a narrow column a wide table is a list: each row says what it has. -->
  <xsl:template match="d:table[/d:document/d:document][count(d:head/d:cell) &gt; 3]" priority="1">
    <text:p text:style-name="{ancestor::d:document/@prefix}Caption"><xsl:value-of select="d:caption"/></text:p>
    <xsl:for-each select="d:row">
      <text:p text:style-name="{ancestor::d:document/@prefix}Label"><xsl:value-of select="concat(position(), '.')"/></text:p>
      <table:table table:style-name="{ancestor::d:document/@prefix}Fields"><table:table-column table:style-name="Fields.label"/><table:table-column table:style-name="Fields.value"/>
        <xsl:for-each select="d:cell">
          <xsl:variable name="column" select="position()"/>
          <xsl:if test="string(.)"><table:table-row table:style-name="Row">
            <table:table-cell table:style-name="Plain"><text:p text:style-name="{ancestor::d:document/@prefix}Label"><xsl:value-of select="../../d:head/d:cell[$column]"/></text:p></table:table-cell>
            <table:table-cell table:style-name="Plain"><text:p text:style-name="{ancestor::d:document/@prefix}Value"><xsl:value-of select="."/></text:p></table:table-cell>
          </table:table-row></xsl:if>
        </xsl:for-each>
      </table:table>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="d:signature">
    <text:p text:style-name="Signed"><xsl:value-of select="."/><xsl:for-each select="../d:document/d:signature[count(preceding-sibling::d:signature) = count(current()/preceding-sibling::d:signature)]"><xsl:value-of select="concat(' / ', .)"/></xsl:for-each></text:p>
    <xsl:for-each select="../d:word[@key = 'sign.place' or @key = 'sign.name']"><text:p text:style-name="Signature"><xsl:value-of select="."/><xsl:for-each select="../d:document/d:word[@key = current()/@key]"><xsl:value-of select="concat(' / ', .)"/></xsl:for-each></text:p></xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
