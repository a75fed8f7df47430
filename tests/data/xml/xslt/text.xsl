<?xml version="1.0" encoding="UTF-8"?>
<!-- text.xsl - writes text -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="text"/>
  <xsl:template match="/"><xsl:value-of select="list/item"/></xsl:template>
</xsl:stylesheet>
