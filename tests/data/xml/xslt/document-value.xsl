<?xml version="1.0" encoding="UTF-8"?>
<!-- document-value.xsl - must fail: document() within the value of an attribute -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/"><p title="{document('number.xsl')}"/></xsl:template>
</xsl:stylesheet>
