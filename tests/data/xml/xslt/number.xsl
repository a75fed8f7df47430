<?xml version="1.0" encoding="UTF-8"?>
<!-- number.xsl - a named template that words.xsl includes -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template name="number"><b class="number"><xsl:value-of select="position()"/></b></xsl:template>
</xsl:stylesheet>
