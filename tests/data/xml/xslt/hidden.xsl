<?xml version="1.0" encoding="UTF-8"?>
<!-- hidden.xsl - must fail: what it imports writes unescaped -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="unescaped.xsl"/>
</xsl:stylesheet>
