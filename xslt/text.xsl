<?xml version="1.0" encoding="UTF-8"?>
<!-- text.xsl - a document model as plain text, one line for each paragraph; lines are folded afterwards -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:mla:document:1" version="1.0">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:variable name="nl" select="'&#10;'"/>
  <xsl:variable name="rule" select="'--------------------------------------------------------------------------------'"/>

  <xsl:template match="/d:document">
    <xsl:if test="@verified = 'no'"><xsl:value-of select="concat('*** ', d:word[@key = 'doc.draft'], ' ***', $nl, $nl)"/></xsl:if>
    <xsl:value-of select="concat(@state, $nl, d:title, $nl)"/>
    <xsl:if test="@reference"><xsl:value-of select="concat(d:word[@key = 'doc.reference'], ': ', @reference, $nl)"/></xsl:if>
    <xsl:if test="@date"><xsl:value-of select="concat(d:word[@key = 'doc.date'], ': ', @date, $nl)"/></xsl:if>
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
    <xsl:value-of select="concat($nl, '  ', d:title, $nl)"/>
    <xsl:apply-templates select="d:field | d:group"/>
  </xsl:template>
  <xsl:template match="d:note"><xsl:value-of select="concat('   ', ., $nl)"/></xsl:template>

  <xsl:template match="d:field">
    <xsl:choose>
      <xsl:when test="d:missing"><xsl:value-of select="concat('   ', d:label, ':&#9;[', /d:document/d:word[@key = 'doc.none'], ']', $nl)"/></xsl:when>
      <xsl:when test="d:value/d:p or d:value/d:q">
        <xsl:value-of select="concat('   ', d:label, ':', $nl)"/>
        <xsl:for-each select="d:value/d:p"><xsl:value-of select="concat('     ', normalize-space(.), $nl)"/></xsl:for-each>
        <xsl:for-each select="d:value/d:q"><xsl:value-of select="concat('     ', position(), '.', '&#9;', normalize-space(.), $nl)"/></xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="concat('   ', d:label, ':&#9;')"/>
        <xsl:for-each select="d:value"><xsl:if test="position() &gt; 1">; </xsl:if><xsl:value-of select="normalize-space(.)"/></xsl:for-each>
        <xsl:value-of select="$nl"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="d:table">
    <xsl:variable name="head" select="d:head/d:cell"/>
    <xsl:for-each select="d:row">
      <xsl:value-of select="'   '"/>
      <xsl:for-each select="d:cell">
        <xsl:variable name="n" select="position()"/>
        <xsl:if test="normalize-space(.)"><xsl:if test="position() &gt; 1"> | </xsl:if><xsl:value-of select="concat($head[$n], ': ', normalize-space(.))"/></xsl:if>
      </xsl:for-each>
      <xsl:value-of select="$nl"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="d:signature">
    <xsl:value-of select="concat($nl, $nl, ., $nl, $nl, /d:document/d:word[@key = 'sign.place'], ': ______________________', $nl, $nl, /d:document/d:word[@key = 'sign.name'], ': ______________________', $nl)"/>
  </xsl:template>
</xsl:stylesheet>
