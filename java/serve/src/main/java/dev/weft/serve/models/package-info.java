/**
 * What a server serves: models read from files under their names, the networks that compute for
 * them, and other readings of the same outputs. Nothing here knows HTTP.
 */
package dev.weft.serve.models;
