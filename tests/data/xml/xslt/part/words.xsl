<?xml version="1.0" encoding="UTF-8"?>
<!-- words.xsl - what plain.xsl imports; it includes a third one -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:include href="../number.xsl"/>
  <xsl:variable name="mark">imported text &amp; more</xsl:variable>
  <xsl:template match="item">
    <li><xsl:call-template name="number"/><xsl:text>: </xsl:text><xsl:value-of select="."/></li>
    <xsl:if test="not(following-sibling::item)"><li><xsl:value-of select="$mark"/> - a text that comes from the import</li></xsl:if>
  </xsl:template>
</xsl:stylesheet>
