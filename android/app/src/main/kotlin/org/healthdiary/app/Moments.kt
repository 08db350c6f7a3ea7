package org.healthdiary.app

import org.healthdiary.ui.state.ShownMoment
import java.time.Instant
import java.time.LocalDate
import java.time.ZoneId
import java.time.ZonedDateTime

/** When something of the app's own happened, where the phone is now; milliseconds since 1970. What is written down has its own place. */
internal fun shown(atMs: Long): ShownMoment = here(atMs).let { ShownMoment(it.toLocalDate(), it.toLocalTime()) }

/** The day of it. */
internal fun dayOf(atMs: Long): LocalDate = here(atMs).toLocalDate()

private fun here(atMs: Long): ZonedDateTime = Instant.ofEpochMilli(atMs).atZone(ZoneId.systemDefault())
