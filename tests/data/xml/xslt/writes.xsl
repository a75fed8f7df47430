<?xml version="1.0" encoding="UTF-8"?>
<!-- writes.xsl - must fail: XSLT 1.1 has an element that writes a file -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.1" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/"><xsl:document href="/tmp/mla-xslt-written"><a/></xsl:document></xsl:template>
</xsl:stylesheet>
