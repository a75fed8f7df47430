<?xml version="1.0" encoding="UTF-8"?>
<!-- unknown.xsl - fails when it runs: a function that nobody has -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:dyn="http://exslt.org/dynamic">
  <xsl:template match="/"><xsl:value-of select="dyn:evaluate(list/item)"/></xsl:template>
</xsl:stylesheet>
