<?xml version="1.0" encoding="UTF-8"?>
<!-- unescaped.xsl - must fail: it writes markup from data -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/"><xsl:value-of select="." disable-output-escaping="yes"/></xsl:template>
</xsl:stylesheet>
