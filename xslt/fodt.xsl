<?xml version="1.0" encoding="UTF-8"?>
<!-- fodt.xsl - a document model as a flat OpenDocument text, to be finished and signed in a word processor -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:mla:document:1" version="1.0"
  xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
  xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
  xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" exclude-result-prefixes="d">
  <xsl:output method="xml" encoding="UTF-8" indent="no"/>
  <xsl:key name="lang" match="*[@xml:lang and not(self::d:document)]" use="@xml:lang"/>
  <xsl:variable name="colon" select="/d:document/d:word[@key = 'doc.colon']"/>
  <xsl:variable name="rtl" select="/d:document/@dir = 'rtl'"/>

  <xsl:template match="/d:document">
    <office:document office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
      <office:meta>
        <meta:generator>mla</meta:generator>
        <dc:title><xsl:value-of select="normalize-space(concat(d:title, ' ', @reference))"/></dc:title>
        <dc:language><xsl:value-of select="@xml:lang"/></dc:language>
      </office:meta>
      <office:font-face-decls>
        <style:font-face style:name="Body" svg:font-family="'Noto Serif', 'Liberation Serif', 'Times New Roman'" style:font-family-generic="roman"/>
      </office:font-face-decls>
      <office:styles>
        <style:default-style style:family="paragraph">
          <style:paragraph-properties fo:line-height="115%" fo:orphans="2" fo:widows="2">
            <xsl:attribute name="style:writing-mode"><xsl:choose><xsl:when test="$rtl">rl-tb</xsl:when><xsl:otherwise>lr-tb</xsl:otherwise></xsl:choose></xsl:attribute>
          </style:paragraph-properties>
          <style:text-properties style:font-name="Body" fo:font-size="10pt" style:font-size-asian="10pt" style:font-size-complex="10pt" fo:color="#1b1f24"><xsl:call-template name="language"/></style:text-properties>
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
        <style:style style:name="Question" style:family="paragraph" style:parent-style-name="Text_20_body"><style:paragraph-properties fo:margin-left="6mm"/></style:style>
        <style:style style:name="Draft" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:text-align="center" fo:margin-bottom="4mm"/><style:text-properties fo:color="#aa1e1e" fo:font-weight="bold" style:font-weight-complex="bold" fo:font-size="16pt"/></style:style>
        <style:style style:name="Signature" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-top="14mm" fo:padding-top="1mm" fo:border-top="0.5pt solid #1b1f24" style:join-border="false"/><style:text-properties fo:color="#51606e" fo:font-size="9pt"/></style:style>
        <style:style style:name="Signed" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-top="10mm" fo:keep-with-next="always"/><style:text-properties fo:font-weight="bold" style:font-weight-complex="bold"/></style:style>
        <style:style style:name="Footer" style:family="paragraph" style:parent-style-name="Standard" style:class="extra"><style:paragraph-properties fo:padding-top="1mm" fo:border-top="0.5pt solid #c5ced6"/><style:text-properties fo:color="#51606e" fo:font-size="8pt" style:font-size-complex="8pt"/></style:style>
        <style:style style:name="Small" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-top="3mm"/><style:text-properties fo:color="#51606e" fo:font-size="8pt" style:font-size-complex="8pt"/></style:style>
      </office:styles>
      <office:automatic-styles>
        <xsl:for-each select="//*[@xml:lang and not(self::d:document)][generate-id() = generate-id(key('lang', @xml:lang)[1])]">
          <style:style style:name="L-{@xml:lang}" style:family="text"><style:text-properties><xsl:call-template name="language"/></style:text-properties></style:style>
          <style:style style:name="P-{@xml:lang}" style:family="paragraph" style:parent-style-name="Text_20_body">
            <style:paragraph-properties><xsl:choose><xsl:when test="@dir = 'rtl'"><xsl:attribute name="style:writing-mode">rl-tb</xsl:attribute><xsl:attribute name="fo:text-align">end</xsl:attribute></xsl:when><xsl:otherwise><xsl:attribute name="style:writing-mode">lr-tb</xsl:attribute></xsl:otherwise></xsl:choose></style:paragraph-properties>
            <style:text-properties><xsl:call-template name="language"/></style:text-properties>
          </style:style>
        </xsl:for-each>
        <style:style style:name="Fields" style:family="table"><style:table-properties style:width="170mm" table:align="margins" table:border-model="collapsing"><xsl:if test="$rtl"><xsl:attribute name="style:writing-mode">rl-tb</xsl:attribute></xsl:if></style:table-properties></style:style>
        <style:style style:name="Fields.label" style:family="table-column"><style:table-column-properties style:column-width="50mm" style:rel-column-width="50*"/></style:style>
        <style:style style:name="Fields.value" style:family="table-column"><style:table-column-properties style:column-width="120mm" style:rel-column-width="120*"/></style:style>
        <style:style style:name="Plain" style:family="table-cell"><style:table-cell-properties fo:padding="0.15mm" fo:border="none"/></style:style>
        <style:style style:name="Head" style:family="table-cell"><style:table-cell-properties fo:padding-top="0.3mm" fo:padding-bottom="0.3mm" fo:padding-left="0.7mm" fo:padding-right="0.7mm" fo:border="0.5pt solid #c5ced6" fo:background-color="#f3f5f7"/></style:style>
        <style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:padding-top="0.3mm" fo:padding-bottom="0.3mm" fo:padding-left="0.7mm" fo:padding-right="0.7mm" fo:border="0.5pt solid #c5ced6"/></style:style>
        <xsl:apply-templates select="//d:table" mode="widths"/>
        <style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm" fo:margin-top="16mm" fo:margin-bottom="11mm" fo:margin-left="20mm" fo:margin-right="20mm"><xsl:if test="$rtl"><xsl:attribute name="style:writing-mode">rl-tb</xsl:attribute></xsl:if></style:page-layout-properties><style:footer-style><style:header-footer-properties fo:min-height="10mm" fo:margin-top="4mm"/></style:footer-style></style:page-layout>
      </office:automatic-styles>
      <office:master-styles>
        <style:master-page style:name="Standard" style:page-layout-name="A4">
          <style:footer><text:p text:style-name="Footer">
            <xsl:value-of select="concat(d:word[@key = 'doc.form'], ' ', @form, ' ', @version)"/>
            <xsl:if test="@reference"><xsl:value-of select="concat(' · ', @reference)"/></xsl:if>
            <xsl:value-of select="concat(' · ', d:word[@key = 'doc.page'], ' ')"/><text:page-number text:select-page="current">1</text:page-number><xsl:value-of select="concat(' ', d:word[@key = 'doc.of'], ' ')"/><text:page-count>1</text:page-count>
          </text:p></style:footer>
        </style:master-page>
      </office:master-styles>
      <office:body><office:text>
        <text:p text:style-name="Letterhead"><xsl:value-of select="@state"/></text:p>
        <text:p text:style-name="Letterhead_20_authority"><xsl:value-of select="@authority"/></text:p>
        <xsl:if test="@verified = 'no'"><text:p text:style-name="Draft"><xsl:value-of select="d:word[@key = 'doc.draft']"/></text:p></xsl:if>
        <text:p text:style-name="Value">
          <xsl:if test="@reference"><xsl:value-of select="concat(d:word[@key = 'doc.reference'], $colon, ' ', @reference)"/></xsl:if>
          <xsl:if test="@reference and @date"><text:tab/></xsl:if>
          <xsl:if test="@date"><xsl:value-of select="concat(d:word[@key = 'doc.date'], $colon, ' ', @date)"/></xsl:if>
        </text:p>
        <text:p text:style-name="Title"><xsl:value-of select="d:title"/></text:p>
        <xsl:apply-templates select="d:section"/>
        <xsl:apply-templates select="d:signature"/>
        <text:p text:style-name="Small">
          <xsl:value-of select="concat(d:word[@key = 'doc.source'], $colon, ' ', @source)"/>
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

  <xsl:template match="d:section">
    <text:h text:style-name="Heading_20_1" text:outline-level="1"><xsl:value-of select="concat(@number, '  ', d:heading)"/></text:h>
    <xsl:call-template name="items"/>
  </xsl:template>
  <xsl:template match="d:group">
    <text:h text:style-name="Heading_20_2" text:outline-level="2"><xsl:value-of select="d:title"/></text:h>
    <xsl:call-template name="items"/>
  </xsl:template>
  <xsl:template match="d:note"><text:p text:style-name="Text_20_body"><xsl:value-of select="."/></text:p></xsl:template>

  <!-- Short fields that follow one another share a table without lines; long ones are paragraphs. -->
  <xsl:template name="items">
    <xsl:for-each select="d:field | d:group | d:table | d:note">
      <xsl:choose>
        <xsl:when test="self::d:field[d:value/d:p or d:value/d:q]"><xsl:call-template name="long"/></xsl:when>
        <xsl:when test="self::d:field and preceding-sibling::*[1][self::d:field][not(d:value/d:p or d:value/d:q)]"/>
        <xsl:when test="self::d:field">
          <table:table table:style-name="Fields"><table:table-column table:style-name="Fields.label"/><table:table-column table:style-name="Fields.value"/><xsl:apply-templates select="." mode="run"/></table:table>
        </xsl:when>
        <xsl:otherwise><xsl:apply-templates select="."/></xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="d:field" mode="run">
    <table:table-row>
      <table:table-cell table:style-name="Plain"><text:p text:style-name="Label"><xsl:value-of select="d:label"/></text:p></table:table-cell>
      <table:table-cell table:style-name="Plain">
        <xsl:if test="d:missing"><text:p text:style-name="Value"><text:span text:style-name="Missing"><xsl:value-of select="concat('[', /d:document/d:word[@key = 'doc.none'], ']')"/></text:span></text:p></xsl:if>
        <xsl:for-each select="d:value"><text:p text:style-name="Value"><xsl:choose><xsl:when test="@xml:lang"><text:span text:style-name="L-{@xml:lang}"><xsl:value-of select="."/></text:span></xsl:when><xsl:otherwise><xsl:value-of select="."/></xsl:otherwise></xsl:choose></text:p></xsl:for-each>
      </table:table-cell>
    </table:table-row>
    <xsl:apply-templates select="following-sibling::*[1][self::d:field][not(d:value/d:p or d:value/d:q)]" mode="run"/>
  </xsl:template>
  <xsl:template name="long">
    <xsl:if test="string(d:label) != string(../d:heading)"><text:p text:style-name="Label"><xsl:value-of select="d:label"/></text:p></xsl:if>
    <xsl:for-each select="d:value/d:p"><text:p><xsl:attribute name="text:style-name"><xsl:choose><xsl:when test="@xml:lang"><xsl:value-of select="concat('P-', @xml:lang)"/></xsl:when><xsl:otherwise>Text_20_body</xsl:otherwise></xsl:choose></xsl:attribute><xsl:apply-templates mode="run"/></text:p></xsl:for-each>
    <xsl:for-each select="d:value/d:q"><text:p text:style-name="Question"><xsl:value-of select="concat(position(), '. ')"/><xsl:apply-templates mode="run"/></text:p></xsl:for-each>
  </xsl:template>
  <xsl:template match="d:span" mode="run"><xsl:choose><xsl:when test="@xml:lang"><text:span text:style-name="L-{@xml:lang}"><xsl:value-of select="."/></text:span></xsl:when><xsl:otherwise><xsl:value-of select="."/></xsl:otherwise></xsl:choose></xsl:template>

  <!-- A column is as wide as its longest text asks for, within reason. -->
  <xsl:template match="d:table" mode="widths">
    <xsl:variable name="table" select="count(preceding::d:table)"/>
    <xsl:for-each select="d:head/d:cell">
      <xsl:variable name="column" select="position()"/>
      <xsl:for-each select="../../*[self::d:head or self::d:row]/d:cell[$column]">
        <xsl:sort select="string-length()" data-type="number" order="descending"/>
        <xsl:if test="position() = 1">
          <xsl:variable name="width"><xsl:choose><xsl:when test="string-length() &lt; 8">8</xsl:when><xsl:when test="string-length() &gt; 48">48</xsl:when><xsl:otherwise><xsl:value-of select="string-length()"/></xsl:otherwise></xsl:choose></xsl:variable>
          <style:style style:name="T{$table}.{$column}" style:family="table-column"><style:table-column-properties style:rel-column-width="{$width}*"/></style:style>
        </xsl:if>
      </xsl:for-each>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="d:table">
    <xsl:if test="string(d:caption) != string(ancestor::d:section/d:heading)"><text:p text:style-name="Caption"><xsl:value-of select="d:caption"/></text:p></xsl:if>
    <table:table table:style-name="Fields">
      <xsl:variable name="table" select="count(preceding::d:table)"/>
      <xsl:for-each select="d:head/d:cell"><table:table-column table:style-name="T{$table}.{position()}"/></xsl:for-each>
      <table:table-header-rows><table:table-row><xsl:for-each select="d:head/d:cell"><table:table-cell table:style-name="Head"><text:p text:style-name="Table_20_heading"><xsl:value-of select="."/></text:p></table:table-cell></xsl:for-each></table:table-row></table:table-header-rows>
      <xsl:for-each select="d:row"><table:table-row><xsl:for-each select="d:cell"><table:table-cell table:style-name="Cell"><text:p text:style-name="Table_20_contents"><xsl:value-of select="."/></text:p></table:table-cell></xsl:for-each></table:table-row></xsl:for-each>
    </table:table>
  </xsl:template>

  <xsl:template match="d:signature">
    <text:p text:style-name="Signed"><xsl:value-of select="."/></text:p>
    <text:p text:style-name="Signature"><xsl:value-of select="/d:document/d:word[@key = 'sign.place']"/></text:p>
    <text:p text:style-name="Signature"><xsl:value-of select="/d:document/d:word[@key = 'sign.name']"/></text:p>
  </xsl:template>
</xsl:stylesheet>
