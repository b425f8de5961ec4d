export { Catch, Controller, Get, Module } from '@nestjs/common'
export { BaseExceptionFilter, HttpAdapterHost, NestFactory } from '@nestjs/core'
export { ExpressAdapter } from '@nestjs/platform-express'
export { FastifyAdapter } from '@nestjs/platform-fastify'
