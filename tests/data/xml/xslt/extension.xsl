<?xml version="1.0" encoding="UTF-8"?>
<!-- extension.xsl - must fail: an extension element writes a file -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:exsl="http://exslt.org/common" extension-element-prefixes="exsl">
  <xsl:template match="/"><exsl:document href="/tmp/mla-xslt-written"><a/></exsl:document></xsl:template>
</xsl:stylesheet>
