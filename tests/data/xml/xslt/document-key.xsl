<?xml version="1.0" encoding="UTF-8"?>
<!-- document-key.xsl - must fail: document() with an address from the input -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:variable name="doc" select="document(/list/item)"/>
  <xsl:template match="/"><xsl:copy-of select="$doc"/></xsl:template>
</xsl:stylesheet>
