<?xml version="1.0" encoding="UTF-8"?>
<!-- document.xsl - must fail: document() reads a file -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/"><xsl:value-of select="document('/etc/fonts/fonts.conf')"/></xsl:template>
</xsl:stylesheet>
