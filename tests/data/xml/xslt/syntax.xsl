<?xml version="1.0" encoding="UTF-8"?>
<!-- syntax.xsl - must fail: an expression that does not compile -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/"><xsl:value-of select="item["/></xsl:template>
</xsl:stylesheet>
