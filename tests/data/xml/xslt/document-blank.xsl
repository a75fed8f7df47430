<?xml version="1.0" encoding="UTF-8"?>
<!-- document-blank.xsl - must fail: document () with a blank between -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/"><xsl:value-of select="document (&apos;number.xsl&apos;)"/></xsl:template>
</xsl:stylesheet>
