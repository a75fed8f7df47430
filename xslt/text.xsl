<?xml version="1.0" encoding="UTF-8"?>
<!-- text.xsl - a document model as plain text, one line for each paragraph; lines are folded afterwards -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:mla:document:1" version="1.0">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:variable name="nl" select="'&#10;'"/>
  <xsl:variable name="blanks" select="'                                        '"/>
  <xsl:variable name="line" select="'______________________________'"/>
  <xsl:variable name="rule" select="'--------------------------------------------------------------------------------'"/>

  <xsl:template match="/d:document">
    <xsl:for-each select="(. | d:document)[@verified = 'no']"><xsl:value-of select="concat('*** ', d:word[@key = 'doc.draft'], ' *** ', d:word[@key = 'doc.unconfirmed'], d:word[@key = 'doc.colon'], ' ', @unconfirmed, $nl)"/></xsl:for-each>
    <xsl:if test="(. | d:document)[@verified = 'no']"><xsl:value-of select="$nl"/></xsl:if>
    <xsl:if test="@state"><xsl:value-of select="concat(@state, $nl)"/></xsl:if>
    <xsl:for-each select="d:document"><xsl:value-of select="concat(@state, $nl)"/></xsl:for-each>
    <xsl:if test="@authority"><xsl:value-of select="concat(normalize-space(@authority), $nl)"/></xsl:if>
    <xsl:for-each select=". | d:document">
      <xsl:value-of select="concat(d:title, $nl)"/>
      <xsl:if test="@reference"><xsl:value-of select="concat(d:word[@key = 'doc.reference'], d:word[@key = 'doc.colon'], ' ', normalize-space(@reference), $nl)"/></xsl:if>
      <xsl:if test="@date"><xsl:value-of select="concat(d:word[@key = 'doc.date'], d:word[@key = 'doc.colon'], ' ', @date, $nl)"/></xsl:if>
    </xsl:for-each>
    <xsl:for-each select="d:section"><xsl:apply-templates select=". | ../d:document/d:section[@id = current()/@id]"/></xsl:for-each>
    <xsl:apply-templates select="d:signature"/>
    <xsl:value-of select="concat($nl, $rule, $nl, d:word[@key = 'doc.form'], ' ', @form, ' ', @version, ' - ', @source)"/>
    <xsl:if test="@revision"><xsl:value-of select="concat(' - ', d:word[@key = 'doc.revision'], ' ', @revision)"/></xsl:if>
    <xsl:value-of select="$nl"/>
    <xsl:if test="@sha256"><xsl:value-of select="concat('SHA-256 ', @sha256, $nl)"/></xsl:if>
  </xsl:template>

  <xsl:template match="d:section">
    <xsl:value-of select="$nl"/>
    <xsl:if test="@number"><xsl:value-of select="concat(@number, '. ')"/></xsl:if>
    <xsl:value-of select="concat(d:heading, $nl)"/>
    <xsl:apply-templates select="*[position() &gt; 1]"/>
  </xsl:template>
  <xsl:template match="d:group">
    <xsl:value-of select="$nl"/>
    <xsl:value-of select="concat(substring($blanks, 1, 3 + 2 * count(ancestor::d:group)), normalize-space(d:title), $nl)"/>
    <xsl:apply-templates select="d:field | d:group | d:ticks"/>
  </xsl:template>
  <xsl:template match="d:ticks">
    <xsl:variable name="in" select="substring($blanks, 1, 3 + 2 * count(ancestor::d:group))"/>
    <xsl:value-of select="concat($in, d:label, ancestor::d:document[1]/d:word[@key = 'doc.colon'], $nl)"/>
    <xsl:for-each select="d:tick">
      <xsl:value-of select="$in"/>
      <xsl:choose><xsl:when test="@on = 'yes'">[x]</xsl:when><xsl:otherwise>[ ]</xsl:otherwise></xsl:choose>
      <xsl:value-of select="concat('&#9;', ., $nl)"/>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="d:note"><xsl:value-of select="concat('   ', ., $nl)"/></xsl:template>

  <!-- What stands in a group is indented below its title; a tabulator says where the lines that follow are indented. -->
  <xsl:template match="d:field">
    <!-- Chosen, not built: a variable that is built makes libxslt measure all text so far. -->
    <xsl:variable name="in" select="substring($blanks, 1, 3 + 2 * count(ancestor::d:group))"/>
    <xsl:value-of select="concat($in, d:label, ancestor::d:document[1]/d:word[@key = 'doc.colon'])"/>
    <xsl:choose>
      <xsl:when test="count(d:line) = 1"><xsl:value-of select="concat('&#9;', $line, $nl)"/></xsl:when>
      <xsl:when test="d:line"><xsl:value-of select="$nl"/><xsl:for-each select="d:line"><xsl:value-of select="concat($in, '  ', $line, $line, $nl)"/></xsl:for-each></xsl:when>
      <xsl:when test="d:missing"><xsl:value-of select="concat('&#9;[', ancestor::d:document[1]/d:word[@key = 'doc.none'], ']', $nl)"/></xsl:when>
      <xsl:when test="d:value/*">
        <xsl:value-of select="$nl"/>
        <xsl:for-each select="d:value/d:p"><xsl:value-of select="concat($in, '  ', normalize-space(.), $nl)"/></xsl:for-each>
        <xsl:for-each select="d:value/d:q"><xsl:value-of select="concat($in, '  ', position(), '.&#9;', normalize-space(.), $nl)"/></xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <xsl:text>&#9;</xsl:text>
        <xsl:for-each select="d:value"><xsl:if test="position() &gt; 1"><xsl:value-of select="concat(ancestor::d:document[1]/d:word[@key = 'doc.semicolon'], ' ')"/></xsl:if><xsl:value-of select="normalize-space(.)"/></xsl:for-each>
        <xsl:value-of select="$nl"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="d:table">
    <xsl:variable name="head" select="d:head/d:cell"/>
    <xsl:variable name="colon" select="ancestor::d:document[1]/d:word[@key = 'doc.colon']"/>
    <xsl:if test="string(d:caption) != string(../d:heading)"><xsl:value-of select="concat('   ', d:caption, $colon, $nl)"/></xsl:if>
    <xsl:for-each select="d:row">
      <xsl:text>   -&#9;</xsl:text>
      <xsl:if test="d:cell/d:line"><xsl:for-each select="$head"><xsl:value-of select="concat(., $colon, ' ____________ ')"/></xsl:for-each></xsl:if>
      <xsl:for-each select="d:cell[normalize-space(.)]">
        <xsl:variable name="n" select="count(preceding-sibling::d:cell) + 1"/>
        <xsl:if test="position() &gt; 1"><xsl:value-of select="concat(ancestor::d:document[1]/d:word[@key = 'doc.semicolon'], ' ')"/></xsl:if>
        <xsl:value-of select="concat($head[$n], $colon, ' ', normalize-space(.))"/>
      </xsl:for-each>
      <xsl:value-of select="$nl"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="d:signature">
    <xsl:value-of select="concat($nl, $nl, .)"/>
    <xsl:for-each select="../d:document/d:signature[count(preceding-sibling::d:signature) = count(current()/preceding-sibling::d:signature)]"><xsl:value-of select="concat(' / ', .)"/></xsl:for-each>
    <xsl:value-of select="$nl"/>
    <xsl:for-each select="../d:word[@key = 'sign.place' or @key = 'sign.name']">
      <xsl:value-of select="concat($nl, .)"/>
      <xsl:for-each select="../d:document/d:word[@key = current()/@key]"><xsl:value-of select="concat(' / ', .)"/></xsl:for-each>
      <xsl:value-of select="concat(../d:word[@key = 'doc.colon'], ' ______________________', $nl)"/>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
