<?xml version="1.0" encoding="UTF-8"?>
<!-- endless.xsl - fails when it runs: a template that calls itself for ever -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/" name="again"><xsl:call-template name="again"/></xsl:template>
</xsl:stylesheet>
