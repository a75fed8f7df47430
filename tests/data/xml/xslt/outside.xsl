<?xml version="1.0" encoding="UTF-8"?>
<!-- outside.xsl - must fail: it imports from another folder -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="../../../../forms/schema/code.xsd"/>
</xsl:stylesheet>
