<?xml version="1.0" encoding="UTF-8"?>
<!-- text.xsl - a document model as plain text, one line for each paragraph; lines are folded afterwards -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:mla:document:1" version="1.0">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:variable name="nl" select="'&#10;'"/>
  <xsl:variable name="blanks" select="'                                        '"/>
  <xsl:variable name="colon" select="/d:document/d:word[@key = 'doc.colon']"/>
  <xsl:variable name="rule" select="'--------------------------------------------------------------------------------'"/>

  <xsl:template match="/d:document">
    <xsl:if test="@verified = 'no'"><xsl:value-of select="concat('*** ', d:word[@key = 'doc.draft'], ' ***', $nl, $nl)"/></xsl:if>
    <xsl:value-of select="concat(@state, $nl)"/>
    <xsl:if test="@authority"><xsl:value-of select="concat(@authority, $nl)"/></xsl:if>
    <xsl:value-of select="concat(d:title, $nl)"/>
    <xsl:if test="@reference"><xsl:value-of select="concat(d:word[@key = 'doc.reference'], $colon, ' ', @reference, $nl)"/></xsl:if>
    <xsl:if test="@date"><xsl:value-of select="concat(d:word[@key = 'doc.date'], $colon, ' ', @date, $nl)"/></xsl:if>
    <xsl:apply-templates select="d:section"/>
    <xsl:apply-templates select="d:signature"/>
    <xsl:value-of select="concat($nl, $rule, $nl, d:word[@key = 'doc.form'], ' ', @form, ' ', @version, ' - ', @source)"/>
    <xsl:if test="@revision"><xsl:value-of select="concat(' - ', d:word[@key = 'doc.revision'], ' ', @revision)"/></xsl:if>
    <xsl:value-of select="$nl"/>
    <xsl:if test="@sha256"><xsl:value-of select="concat('SHA-256 ', @sha256, $nl)"/></xsl:if>
  </xsl:template>

  <xsl:template match="d:section">
    <xsl:value-of select="concat($nl, @number, '. ', d:heading, $nl)"/>
    <xsl:apply-templates select="d:field | d:group | d:table | d:note"/>
  </xsl:template>
  <xsl:template match="d:group">
    <xsl:value-of select="$nl"/>
    <xsl:call-template name="indent"/>
    <xsl:value-of select="concat(d:title, $nl)"/>
    <xsl:apply-templates select="d:field | d:group"/>
  </xsl:template>
  <xsl:template match="d:note"><xsl:value-of select="concat('   ', ., $nl)"/></xsl:template>

  <!-- What stands in a group is indented below its title. -->
  <xsl:template name="indent"><xsl:value-of select="substring($blanks, 1, 3 + 2 * count(ancestor::d:group))"/></xsl:template>

  <!-- A tabulator says where the lines that follow are indented. -->
  <xsl:template match="d:field">
    <xsl:variable name="in"><xsl:call-template name="indent"/></xsl:variable>
    <xsl:value-of select="concat($in, d:label, $colon)"/>
    <xsl:choose>
      <xsl:when test="d:missing"><xsl:value-of select="concat('&#9;[', /d:document/d:word[@key = 'doc.none'], ']', $nl)"/></xsl:when>
      <xsl:when test="d:value/d:p or d:value/d:q">
        <xsl:value-of select="$nl"/>
        <xsl:for-each select="d:value/d:p"><xsl:value-of select="concat($in, '  ', normalize-space(.), $nl)"/></xsl:for-each>
        <xsl:for-each select="d:value/d:q"><xsl:value-of select="concat($in, '  ', position(), '.&#9;', normalize-space(.), $nl)"/></xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <xsl:text>&#9;</xsl:text>
        <xsl:for-each select="d:value"><xsl:if test="position() &gt; 1">; </xsl:if><xsl:value-of select="normalize-space(.)"/></xsl:for-each>
        <xsl:value-of select="$nl"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="d:table">
    <xsl:variable name="head" select="d:head/d:cell"/>
    <xsl:if test="string(d:caption) != string(../d:heading)"><xsl:value-of select="concat('   ', d:caption, $colon, $nl)"/></xsl:if>
    <xsl:for-each select="d:row">
      <xsl:text>   -&#9;</xsl:text>
      <xsl:for-each select="d:cell[normalize-space(.)]">
        <xsl:variable name="n" select="count(preceding-sibling::d:cell) + 1"/>
        <xsl:if test="position() &gt; 1">; </xsl:if>
        <xsl:value-of select="concat($head[$n], $colon, ' ', normalize-space(.))"/>
      </xsl:for-each>
      <xsl:value-of select="$nl"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="d:signature">
    <xsl:value-of select="concat($nl, $nl, ., $nl, $nl, /d:document/d:word[@key = 'sign.place'], $colon, ' ______________________', $nl, $nl, /d:document/d:word[@key = 'sign.name'], $colon, ' ______________________', $nl)"/>
  </xsl:template>
</xsl:stylesheet>
