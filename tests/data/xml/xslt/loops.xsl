<?xml version="1.0" encoding="UTF-8"?>
<!-- loops.xsl - fails when it runs: loops whose sum is too much work -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/"><xsl:for-each select="//*"><xsl:if test="count(//*[count(//*) &gt; 1]) = 0">never</xsl:if></xsl:for-each></xsl:template>
</xsl:stylesheet>
