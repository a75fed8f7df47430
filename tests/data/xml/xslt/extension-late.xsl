<?xml version="1.0" encoding="UTF-8"?>
<!-- extension-late.xsl - must fail: the same, declared on an element of the result -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:saxon="http://icl.com/saxon">
  <xsl:template match="/"><p xsl:extension-element-prefixes="saxon"><saxon:output href="/tmp/mla-xslt-written"><a/></saxon:output></p></xsl:template>
</xsl:stylesheet>
